/** Everything behind the window: the workstation and the door through which a window reaches it. */
import { appRouter } from './ipc/app-router.ts'
import { type Port, serveBridge } from './ipc/bridge.ts'
import { Session } from './ipc/session.ts'
import { Workstation, type WorkstationParts } from './workstation.ts'

export interface Program {
  workstation: Workstation
  /** Serves a window's port until it closes; the window's session outlives a reload of its page. */
  connect: (port: Port) => void
}

/** Makes the workstation; nothing is opened yet. */
export function startProgram(parts: WorkstationParts): Program {
  const workstation = new Workstation(parts)
  const session = new Session()
  return {
    workstation,
    connect: (port) =>
      serveBridge(port, {
        router: appRouter,
        context: (requestKey) => ({ workstation, session, requestKey }),
        logBug: (path, error) => parts.log(`bug in ${path}`, error),
      }),
  }
}
