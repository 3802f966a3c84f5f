/** By which address workstations reach this machine. */
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'

/** `https://host:port`; for "every address" the machine's first one in the network. */
export function addressOf(host: string, port: number, interfaces = networkInterfaces()): string {
  const shown = host === '0.0.0.0' || host === '::' ? firstInNetwork(interfaces) : host
  return `https://${isIP(shown) === 6 ? `[${shown}]` : shown}:${port}`
}

function firstInNetwork(interfaces: ReturnType<typeof networkInterfaces>): string {
  const outward = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('169.254.'))
  return outward.find(({ family }) => family === 'IPv4')?.address ?? '127.0.0.1'
}
