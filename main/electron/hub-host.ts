/** Hosts the clinic's hub: in a process of its own, so that a busy hub never makes the window wait. */
import { utilityProcess, type UtilityProcess } from 'electron'
import type {
  FromHostedHub,
  HostedHubStatus,
  HostedRequestKind,
  HostedRequests,
  HubHosting,
  ToHostedHub,
} from '../sync/hosting-wire.ts'

interface Waiting {
  resolve: (answer: never) => void
  reject: (error: Error) => void
}

const stopped: HostedHubStatus = {
  running: false,
  address: null,
  fingerprint: null,
  trouble: null,
}

/** `entry` is the hub's built file; `ended` is told when its process ends unasked. */
export function createHubHost(entry: string, ended: (exitCode: number) => void): HubHosting {
  const waiting = new Map<number, Waiting>()
  let child: UtilityProcess | null = null
  let lastId = 0

  function spawn(): UtilityProcess {
    const started = utilityProcess.fork(entry, [], { serviceName: 'Polyclinic hub' })
    started.on('message', (message: FromHostedHub) => {
      const request = waiting.get(message.id)
      waiting.delete(message.id)
      if (message.kind === 'done') request?.resolve(message.answer as never)
      else request?.reject(new Error(message.trouble))
    })
    started.on('exit', (code) => {
      const wasAsked = child !== started
      if (!wasAsked) child = null
      for (const request of waiting.values()) request.reject(new Error('hub-ended'))
      waiting.clear()
      if (!wasAsked) ended(code)
    })
    return started
  }

  function ask<Kind extends HostedRequestKind>(
    kind: Kind,
    input: HostedRequests[Kind]['input'],
  ): Promise<HostedRequests[Kind]['answer']> {
    const current = child
    if (current === null) return Promise.reject(new Error('hub-not-running'))
    lastId += 1
    const id = lastId
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      // The kind and its input were typed together where this was called.
      current.postMessage({ id, kind, input } as ToHostedHub)
    })
  }

  async function end(): Promise<void> {
    const ending = child
    if (ending === null) return
    const exit = new Promise<void>((resolve) => ending.once('exit', () => resolve()))
    const answered = ask('stop', null).catch(() => null)
    child = null
    await answered
    ending.kill()
    await exit
  }

  return {
    async start(options) {
      child ??= spawn()
      try {
        const status = await ask('start', options)
        if (!status.running) await end()
        return status
      } catch (error) {
        await end()
        return { ...stopped, trouble: error instanceof Error ? error.message : String(error) }
      }
    },
    async stop() {
      await end()
      return stopped
    },
    status: () => (child === null ? Promise.resolve(stopped) : ask('status', null)),
    invite: (wish) => ask('invite', wish),
    devices: () => ask('devices', null),
    revoke: (deviceId) => ask('revoke', { deviceId }),
    limit: (wish) => ask('limit', wish),
    backup: (path, passphrase) => ask('backup', { path, passphrase }),
  }
}
