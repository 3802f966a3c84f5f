/** Running other programs: quietly with their output kept, or in the open with signals passed on. */
import { spawn } from 'node:child_process'
import { root } from './paths.mjs'

/** Addresses in a tool's complaint say nothing to a reader and differ between networks. */
const withoutAddresses = (text) => text.replaceAll(/https?:\/\/[^\s'")]+/g, '<address>')

/**
 * Runs a program and keeps what it prints.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, output: string, stdout: string }>} code 127 when there is no
 *   such program, 124 when the time ran out
 */
export function runQuietly(command, args, { cwd = root, env = process.env, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let stdout = ''
    let timedOut = false
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true
            child.kill('SIGKILL')
          }, timeoutMs)
    child.stdout.on('data', (chunk) => {
      stdout += chunk
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    child.on('error', () => {
      clearTimeout(timer)
      resolve({ code: 127, output: `${command}: not found`, stdout: '' })
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code: timedOut ? 124 : (code ?? 1), output: withoutAddresses(output), stdout })
    })
  })
}

/** The last lines of a tool's output, for a message about its failure. */
export const lastLines = (output, count = 15) =>
  output.trimEnd().split('\n').slice(-count).join('\n')

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15, SIGKILL: 9, SIGSEGV: 11, SIGABRT: 6 }

/**
 * Runs a program on this terminal, passes signals on to it and waits for its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} its exit code; 128 + n when a signal ended it, as shells say it
 */
export function runInTheOpen(command, args, { env = process.env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' })
    const passOn = (signal) => child.kill(signal)
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, passOn)
    const end = (code) => {
      for (const signal of signals) process.off(signal, passOn)
      resolve(code)
    }
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`)
      end(127)
    })
    child.on('close', (code, signal) => end(code ?? 128 + (signalNumbers[signal] ?? 0)))
  })
}
