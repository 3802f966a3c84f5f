/** `app://polyclinic/`: the window's own files and nothing else, under a strict content policy. */
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { type Protocol, protocol } from 'electron'
import type { GateAnswer } from '../ipc/file-gate.ts'
import { servedName } from './addresses.ts'

/** No script, style sheet or frame from anywhere but the application itself. */
const contentSecurityPolicy = [
  `default-src 'none'`,
  `script-src 'self'`,
  // Mantine writes style elements for its variables; it cannot run code.
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data: blob:`,
  // Under app://polyclinic/files/ alone: what the person opened, see main/ipc/file-gate.ts.
  `media-src 'self'`,
  `font-src 'self'`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ')

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
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
      privileges: {
        standard: true,
        secure: true,
        supportFetchAPI: true,
        stream: true,
        codeCache: true,
      },
    },
  ])
}

/** Serves the files of `folder` (the built renderer) to a session's pages; everything else is 404. */
export function serveAppProtocol(
  folder: string,
  to: Protocol = protocol,
  serveFile: ServeFile | null = null,
): void {
  to.handle('app', async (request) => {
    const name = servedName(request.url)
    if (name === null) return new Response(null, { status: 404 })
    if (name.startsWith(filesBelow)) {
      return answerFile(serveFile, name.slice(filesBelow.length), request.headers.get('range'))
    }
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

/** Answers the person's own files, by the word that stands for one. */
export type ServeFile = (word: string, range: string | null) => Promise<GateAnswer>

const filesBelow = '/files/'

async function answerFile(
  serveFile: ServeFile | null,
  word: string,
  range: string | null,
): Promise<Response> {
  if (serveFile === null) return new Response(null, { status: 404 })
  const { status, headers, body } = await serveFile(word, range)
  return new Response(body === null ? null : streamOf(body), {
    status,
    // A file is looked at and never run, whatever is in it.
    headers: { ...headers, 'content-security-policy': `default-src 'none'; sandbox` },
  })
}

/** As fast as the page takes it; whoever stops watching stops the reading. */
function streamOf(body: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pieces = body[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next()
      if (done === true) controller.close()
      else controller.enqueue(Uint8Array.from(value))
    },
    async cancel() {
      await pieces.return?.()
    },
  })
}
