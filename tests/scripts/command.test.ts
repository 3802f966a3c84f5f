/** Running other programs: exit codes, time limits, and complaints without addresses. */
import { describe, expect, it } from 'vitest'
import { runInTheOpen, runQuietly } from '../../scripts/run/command.mjs'
import { displayIsMissing } from '../../scripts/run/display.mjs'

const node = process.execPath

describe('running a program', () => {
  it('gives its exit code and what it printed', async () => {
    const { code, stdout } = await runQuietly(node, ['-e', 'console.log("here"); process.exit(3)'])
    expect({ code, stdout }).toEqual({ code: 3, stdout: 'here\n' })
  })

  it('keeps addresses out of what is told to a person', async () => {
    const script = 'console.error("refused by https://packages.example/left-pad")'
    const { output } = await runQuietly(node, ['-e', script])
    expect(output).toBe('refused by <address>\n')
  })

  it('says 127 for a program that is not there', async () => {
    expect((await runQuietly('polyclinic-no-such-program', [])).code).toBe(127)
  })

  it('ends a program whose time is up', async () => {
    const { code } = await runQuietly(node, ['-e', 'setInterval(() => {}, 1000)'], {
      timeoutMs: 50,
    })
    expect(code).toBe(124)
  })

  it('tells the shell’s number for a signal', async () => {
    expect(await runInTheOpen(node, ['-e', 'process.kill(process.pid, "SIGTERM")'])).toBe(143)
  })
})

describe('the display', () => {
  it.runIf(process.platform === 'linux')('is missing where neither X nor Wayland is set', () => {
    expect(displayIsMissing({})).toBe(true)
    expect(displayIsMissing({ DISPLAY: ':0' })).toBe(false)
    expect(displayIsMissing({ WAYLAND_DISPLAY: 'wayland-0' })).toBe(false)
  })
})
