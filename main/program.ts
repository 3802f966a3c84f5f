/** Everything behind the window: the workstation and the door through which a window reaches it. */
import { type CriticalResultsParts, tellOfCriticalResults, type Toast } from './critical-results.ts'
import { appRouter } from './ipc/app-router.ts'
import { type Port, serveBridge } from './ipc/bridge.ts'
import { Session } from './ipc/session.ts'
import { waitingRoomRouter } from './ipc/waiting-room.router.ts'
import { Workstation, type WorkstationParts } from './workstation.ts'

export interface Program {
  workstation: Workstation
  /** Serves a window's port until it closes; the window's session outlives a reload of its page. */
  connect: (port: Port) => void
  /** Serves the waiting-room window's port: a door of its own, at which nobody is ever signed in. */
  connectWaitingRoom: (port: Port) => void
}

export interface ProgramParts extends WorkstationParts {
  /** Tells a person something over whatever they are doing: the platform's toast. */
  showToast: (toast: Toast) => void
}

/** Makes the workstation; nothing is opened yet. */
export function startProgram(parts: ProgramParts): Program {
  const workstation = new Workstation(parts)
  const session = new Session()
  const logBug = (path: string, error: unknown) => parts.log(`bug in ${path}`, error)
  const critical: CriticalResultsParts = {
    signedIn: () => session.signedIn,
    desk: ({ practitionerId, roles }) => workstation.desk({ id: practitionerId, roles }, null),
    show: parts.showToast,
  }
  workstation.onCommit((unit) => {
    void tellOfCriticalResults(critical, unit).catch((error: unknown) =>
      parts.log('telling of a result failed', error),
    )
  })
  return {
    workstation,
    connect: (port) =>
      serveBridge(port, {
        router: appRouter,
        context: (requestKey) => ({ workstation, session, requestKey }),
        logBug,
      }),
    connectWaitingRoom: (port) =>
      serveBridge(port, {
        router: waitingRoomRouter,
        context: (requestKey) => ({ workstation, session: new Session(), requestKey }),
        logBug,
      }),
  }
}
