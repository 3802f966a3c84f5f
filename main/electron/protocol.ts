/** `app://polyclinic/`: the window's own files and nothing else, under a strict content policy. */
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { type Protocol, protocol } from 'electron'
import { servedName } from './addresses.ts'

/** No script, style sheet or frame from anywhere but the application itself. */
const contentSecurityPolicy = [
  `default-src 'none'`,
  `script-src 'self'`,
  // Mantine writes style elements for its variables; it cannot run code.
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data: blob:`,
  `font-src 'self'`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ')

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** To be called before the application is ready. */
export function declareAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
}

/** Serves the files of `folder` (the built renderer) to a session's pages; everything else is 404. */
export function serveAppProtocol(folder: string, to: Protocol = protocol): void {
  to.handle('app', async (request) => {
    const name = servedName(request.url)
    if (name === null) return new Response(null, { status: 404 })
    const path = normalize(join(folder, name))
    const mediaType = mediaTypes[extname(path)]
    if (!path.startsWith(folder + sep) || mediaType === undefined) {
      return new Response(null, { status: 404 })
    }
    try {
      return new Response(new Uint8Array(await readFile(path)), {
        headers: {
          'content-type': mediaType,
          'content-security-policy': contentSecurityPolicy,
          'x-content-type-options': 'nosniff',
        },
      })
    } catch {
      // The one thing a reader of this answer needs to know is that the file is not there.
      return new Response(null, { status: 404 })
    }
  })
}
