/** A display for windows: the one there is, or a virtual one for as long as a program runs. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Whether windows have nowhere to open (only Linux can be without a display). */
export const displayIsMissing = (env = process.env) =>
  process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY

/** An Xauthority file with one cookie that holds for any display number. */
function writeCookie(file) {
  const field = (bytes) => {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(bytes.length)
    return Buffer.concat([length, bytes])
  }
  const familyWild = Buffer.from([0xff, 0xff])
  const anyAddress = field(Buffer.alloc(0))
  const anyNumber = field(Buffer.alloc(0))
  const name = field(Buffer.from('MIT-MAGIC-COOKIE-1'))
  const cookie = field(randomBytes(16))
  writeFileSync(file, Buffer.concat([familyWild, anyAddress, anyNumber, name, cookie]), {
    mode: 0o600,
  })
}

/** The display number, from the pipe that Xvfb writes it to when it is ready. */
function readyDisplay(server) {
  return new Promise((resolve, reject) => {
    let text = ''
    server.stdio[3].on('data', (chunk) => {
      text += chunk
      if (text.includes('\n')) resolve(`:${text.trim()}`)
    })
    server.on('error', () => reject(new Error('Xvfb could not be started.')))
    server.on('exit', () => reject(new Error('Xvfb ended before it was ready.')))
  })
}

/**
 * Runs `work` with an environment in which windows can open: as it is where there is a display,
 * else under an Xvfb of its own (which picks a free number itself), ended afterwards.
 * @template T
 * @param {NodeJS.ProcessEnv} env
 * @param {(env: NodeJS.ProcessEnv) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withDisplay(env, work) {
  if (!displayIsMissing(env)) return await work(env)
  console.log('No display here: the window opens on a virtual one (Xvfb).')
  const folder = mkdtempSync(path.join(tmpdir(), 'polyclinic-display-'))
  const authority = path.join(folder, 'Xauthority')
  writeCookie(authority)
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp', '-auth', authority],
    // In a group of its own, so that Ctrl+C reaches the program first and its display last.
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true },
  )
  try {
    const display = await readyDisplay(server)
    return await work({ ...env, DISPLAY: display, XAUTHORITY: authority })
  } finally {
    server.kill('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
}
