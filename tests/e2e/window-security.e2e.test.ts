/** The window as something hostile inside of it would find it: every way out is tried, and shut. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { at, root } from '../../scripts/run/paths.mjs'
import { validInputs } from '../helpers/valid-inputs.ts'
import { electronProgram, launch, type OpenWindow } from '../helpers/window.ts'
import { callFromPage } from '../helpers/window-calls.ts'
import { setUpWish } from '../helpers/workstation.ts'

let opened: OpenWindow
let page: Page
let server: Server
/** Where a hostile page would send what it finds. */
let elsewhere: string
/** What arrived there. */
const arrived: string[] = []
const profile = mkdtempSync(join(tmpdir(), 'polyclinic-e2e-'))

beforeAll(async () => {
  server = createServer((request, response) => {
    arrived.push(request.url ?? '')
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/html' })
    response.end('<h1>elsewhere</h1>')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  elsewhere = `http://127.0.0.1:${address.port}`
  opened = await launch({ profile, language: 'en' })
  page = opened.page
  await page.getByRole('heading').first().waitFor()
})
afterAll(async () => {
  await opened.close()
  server.close()
  rmSync(profile, { recursive: true, force: true })
})

/** Two frames drawn and one turn through the program and back: what was asked before has happened. */
async function settle(): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
      }),
  )
  await opened.app.evaluate(() => {})
}

/** After each attempt: the same page, one window, and nothing that left it. */
afterEach(async () => {
  await settle()
  expect(page.url()).toMatch(/^app:\/\/polyclinic\//)
  expect(opened.app.windows()).toHaveLength(1)
  expect(arrived).toEqual([])
})

describe('the page has nothing of Node or Electron', () => {
  test('in its globals', async () => {
    const names = ['require', 'process', 'module', 'exports', 'Buffer', 'global', '__dirname']
    const more = ['electron', 'ipcRenderer', 'setImmediate', 'clinic']
    const found = await page.evaluate(
      (tried) => tried.filter((name) => name in globalThis),
      [...names, ...more],
    )
    expect(found).toEqual([])
  })

  test('nor can it change what the preload script uses', async () => {
    const answer = await page.evaluate(() => {
      const original = window.postMessage
      const seen: unknown[] = []
      window.postMessage = ((...words: unknown[]) => seen.push(words)) as never
      original.call(window, 'open-clinic-port', { targetOrigin: window.location.origin })
      return new Promise<number>((resolve) => {
        window.addEventListener('message', function receive(event) {
          if (event.ports.length === 0) return
          window.removeEventListener('message', receive)
          window.postMessage = original
          resolve(seen.length)
        })
      })
    })
    // The port came, and the page's own postMessage was not what handed it over.
    expect(answer).toBe(0)
  })
})

describe('the window opens no other', () => {
  test.each(['about:blank', 'app://polyclinic/', 'elsewhere'])('by script: %s', async (address) => {
    const target = address === 'elsewhere' ? elsewhere : address
    expect(await page.evaluate((to) => window.open(to, '_blank') === null, target)).toBe(true)
  })

  test('by a link', async () => {
    await page.evaluate((to) => {
      const link = Object.assign(document.createElement('a'), { href: to, target: '_blank' })
      document.body.append(link)
      link.click()
      link.remove()
    }, elsewhere)
  })
})

describe('the window goes nowhere', () => {
  const addresses: [string, (base: string) => string][] = [
    ['to a web site', (base) => base],
    ['to a secure web site', () => 'https://polyclinic.invalid/'],
    ['to a file', () => 'file:///etc/passwd'],
    ['to a page in its own address', () => 'data:text/html,<h1>elsewhere</h1>'],
    ['to another application', () => 'app://other/'],
    ['to a program of the computer', () => 'mailto:someone@mail.example'],
  ]

  test.each(addresses)('by script: %s', async (_, address) => {
    await page.evaluate((to) => {
      window.location.href = to
    }, address(elsewhere))
  })

  test.each(addresses)('by a link: %s', async (_, address) => {
    await page.evaluate((to) => {
      const link = Object.assign(document.createElement('a'), { href: to })
      document.body.append(link)
      link.click()
      link.remove()
    }, address(elsewhere))
  })

  test('but back from an empty page', async () => {
    await page.evaluate(() => {
      window.location.href = 'about:blank'
    })
    await page.waitForURL('app://polyclinic/**')
    await page.getByRole('heading').first().waitFor()
  })

  test('by a form', async () => {
    await page.evaluate((to) => {
      const form = Object.assign(document.createElement('form'), { action: to, method: 'post' })
      document.body.append(form)
      form.submit()
      form.remove()
    }, elsewhere)
  })

  test('by a refresh', async () => {
    await page.evaluate((to) => {
      const meta = document.createElement('meta')
      meta.httpEquiv = 'refresh'
      meta.content = `0;url=${to}`
      document.head.append(meta)
    }, elsewhere)
  })

  test('and stores no file by itself', async () => {
    const downloads: unknown[] = []
    page.on('download', (download) => downloads.push(download))
    await page.evaluate(() => {
      const url = URL.createObjectURL(new Blob(['patients']))
      const link = Object.assign(document.createElement('a'), { href: url, download: 'a.txt' })
      document.body.append(link)
      link.click()
      link.remove()
    })
    await settle()
    const stored = await Promise.all(
      downloads.map((download) => (download as { failure(): Promise<string | null> }).failure()),
    )
    expect(stored.filter((failure) => failure === null)).toEqual([])
  })
})

describe('the computer’s devices stay the person’s own', () => {
  test.each(['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'])(
    '%s',
    async (name) => {
      const state = await page.evaluate(
        async (asked) =>
          (await navigator.permissions.query({ name: asked as PermissionName })).state,
        name,
      )
      expect(state).toBe('denied')
    },
  )

  test('also when they are asked for', async () => {
    const answers = await page.evaluate(async () => {
      const nameOf = (error: unknown) => (error instanceof Error ? error.name : String(error))
      const place = await new Promise((resolve) => {
        navigator.geolocation.getCurrentPosition(resolve, (error) => resolve(error.code))
      })
      const camera = await navigator.mediaDevices
        .getUserMedia({ video: true, audio: true })
        .catch(nameOf)
      const screen = await navigator.mediaDevices.getDisplayMedia().catch(nameOf)
      const clipboard = await navigator.clipboard.readText().catch(nameOf)
      return { place, camera, screen, clipboard, notices: await Notification.requestPermission() }
    })
    expect(answers).toEqual({
      place: 1,
      camera: expect.stringMatching(/NotAllowedError|NotFoundError/),
      screen: expect.stringMatching(/Error$/),
      clipboard: 'NotAllowedError',
      notices: 'denied',
    })
  })
})

describe('no code runs but the application’s', () => {
  test('that is written into the page', async () => {
    const ran = await page.evaluate(async () => {
      const marks = globalThis as unknown as Record<string, unknown>
      const script = document.createElement('script')
      script.textContent = 'globalThis.ranInline = true'
      const image = document.createElement('div')
      image.innerHTML = '<img src="x" onerror="globalThis.ranHandler = true">'
      const link = Object.assign(document.createElement('a'), {
        href: 'javascript:void(globalThis.ranLink = true)',
      })
      const data = document.createElement('script')
      data.src = 'data:text/javascript,globalThis.ranData = true'
      const blob = document.createElement('script')
      blob.src = URL.createObjectURL(new Blob(['globalThis.ranBlob = true']))
      const settled = [data, blob].map(
        (element) =>
          new Promise((resolve) => {
            element.addEventListener('load', resolve)
            element.addEventListener('error', resolve)
          }),
      )
      document.body.append(script, image, link, data, blob)
      link.click()
      await Promise.all(settled)
      const found = Object.keys(marks).filter((name) => name.startsWith('ran'))
      for (const element of [script, image, link, data, blob]) element.remove()
      return found
    })
    await settle()
    expect(ran).toEqual([])
  })

  test('that is made from text', async () => {
    const outcomes = await page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const attempt = (work: () => unknown) => {
            try {
              return `ran: ${String(work())}`
            } catch (error) {
              return error instanceof Error ? error.name : 'thrown'
            }
          }
          // In a task of its own: what a test's own words call is let through.
          setTimeout(() => {
            // oxlint-disable-next-line no-eval -- that it is refused is what this test is about
            const run = (text: string) => (0, eval)(text) as unknown
            resolve([attempt(() => run('1 + 1')), attempt(() => new Function('return 1 + 1')())])
          })
        }),
    )
    expect(outcomes).toEqual(['EvalError', 'EvalError'])
  })

  test('and nothing is fetched from elsewhere, nor told to it', async () => {
    const outcomes = await page.evaluate(async (to) => {
      const refused = (promise: Promise<unknown>) =>
        promise.then(
          () => 'went',
          () => 'refused',
        )
      const loaded = (element: HTMLElement) =>
        refused(
          new Promise((resolve, reject) => {
            element.addEventListener('load', resolve)
            element.addEventListener('error', reject)
            document.body.append(element)
          }).finally(() => element.remove()),
        )
      const socket = () =>
        new Promise((resolve, reject) => {
          const line = new WebSocket(to.replace('http', 'ws'))
          line.addEventListener('open', resolve)
          line.addEventListener('error', reject)
        })
      const beacon = navigator.sendBeacon(`${to}/beacon`, 'patients')
      const style = Object.assign(document.createElement('link'), {
        rel: 'stylesheet',
        href: `${to}/style`,
      })
      return {
        fetch: await refused(fetch(`${to}/fetch`)),
        image: await loaded(Object.assign(new Image(), { src: `${to}/image` })),
        script: await loaded(
          Object.assign(document.createElement('script'), { src: `${to}/script` }),
        ),
        style: await loaded(style),
        socket: await refused(Promise.resolve().then(socket)),
        file: await refused(fetch('file:///etc/passwd')),
        beacon,
      }
    }, elsewhere)
    expect(outcomes).toMatchObject({
      fetch: 'refused',
      image: 'refused',
      script: 'refused',
      style: 'refused',
      socket: 'refused',
      file: 'refused',
    })
  })

  test('nor framed, nor run beside the page', async () => {
    const outcomes = await page.evaluate(async (to) => {
      const frame = Object.assign(document.createElement('iframe'), { src: `${to}/frame` })
      document.body.append(frame)
      const inside = () => {
        try {
          return frame.contentDocument?.body.textContent ?? 'nothing'
        } catch {
          return 'nothing'
        }
      }
      await new Promise((resolve) => requestAnimationFrame(resolve))
      const framed = inside()
      frame.remove()
      const source = URL.createObjectURL(new Blob(['postMessage("ran")']))
      const worker = await new Promise((resolve) => {
        try {
          const started = new Worker(source)
          started.addEventListener('message', () => resolve('ran'))
          started.addEventListener('error', () => resolve('refused'))
        } catch {
          resolve('refused')
        }
      })
      return { framed, worker }
    }, elsewhere)
    expect(outcomes).toEqual({
      framed: expect.not.stringContaining('elsewhere'),
      worker: 'refused',
    })
  })
})

describe('app:// serves the application’s own files', () => {
  test.each([
    'app://polyclinic/../package.json',
    'app://polyclinic/..%2f..%2fpackage.json',
    'app://polyclinic/..%5c..%5cpackage.json',
    'app://polyclinic/%2e%2e/%2e%2e/package.json',
    'app://polyclinic/assets/..%2f..%2f..%2fpackage.json',
    'app://polyclinic/%2fetc%2fpasswd.json',
    'app://polyclinic/index.html%00.json',
    'app://polyclinic/%E0%A4%A',
    'app://polyclinic/assets/',
    'app://polyclinic/no-such-file.js',
    'app://polyclinic/../main/index.cjs',
  ])('and not %s', async (address) => {
    expect(await page.evaluate(async (to) => (await fetch(to)).status, address)).toBe(404)
  })

  test('under a policy that goes with each of them', async () => {
    const policies = await page.evaluate(async () => {
      const { headers } = await fetch('app://polyclinic/index.html')
      return [headers.get('content-security-policy'), headers.get('x-content-type-options')]
    })
    expect(policies).toEqual([expect.stringContaining(`default-src 'none'`), 'nosniff'])
  })
})

describe('the port to the services is the page’s alone', () => {
  /** How many ports the page gets for what `forge` does and one honest request after it. */
  const portsAfter = (forge: string) =>
    page.evaluate(async (how) => {
      let ports = 0
      const count = (event: MessageEvent) => {
        ports += event.ports.length
      }
      window.addEventListener('message', count)
      const frame = document.createElement('iframe')
      document.body.append(frame)
      const inner = frame.contentWindow
      if (how === 'frame to itself') inner?.postMessage('open-clinic-port', '*')
      if (how === 'parent to frame') frame.contentWindow?.postMessage('open-clinic-port', '*')
      if (how === 'event from the frame') {
        window.dispatchEvent(
          new MessageEvent('message', { data: 'open-clinic-port', source: inner }),
        )
      }
      if (how === 'event from nowhere') {
        window.dispatchEvent(new MessageEvent('message', { data: 'open-clinic-port' }))
      }
      if (how === 'other words') window.postMessage('clinic-port', '*')
      const honest = new Promise<void>((resolve) => {
        window.addEventListener('message', (event) => {
          if (event.ports.length > 0) resolve()
        })
      })
      window.postMessage('open-clinic-port', window.location.origin)
      await honest
      await new Promise((resolve) => requestAnimationFrame(resolve))
      window.removeEventListener('message', count)
      frame.remove()
      return ports
    }, forge)

  test.each([
    'nothing',
    'frame to itself',
    'parent to frame',
    'event from the frame',
    'event from nowhere',
    'other words',
  ])('after a forged request (%s) only the honest one is answered', async (forge) => {
    expect(await portsAfter(forge)).toBe(1)
  })

  test.each(['app://polyclinic/', 'data:text/html,<h1>foreign</h1>', 'about:blank'])(
    'another window with the same preload script gets none: %s',
    async (address) => {
      const preload = at('out', 'preload', 'index.cjs')
      const wish = { to: address, preload }
      const handed = await opened.app.evaluate(async ({ BrowserWindow }, { to, preload }) => {
        const foreign = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true },
        })
        await foreign.loadURL(to)
        const frame = foreign.webContents.mainFrame
        const hand = frame.postMessage.bind(frame)
        let ports = 0
        frame.postMessage = (...words) => {
          ports += 1
          hand(...words)
        }
        // The second round begins when the first has been to the program and back.
        for (let round = 0; round < 2; round += 1) {
          await foreign.webContents.executeJavaScript(`new Promise((resolve) => {
            addEventListener('message', ({ data }) => data === 'after' && resolve())
            postMessage('open-clinic-port', '*')
            postMessage('after', '*')
          })`)
        }
        foreign.destroy()
        return ports
      }, wish)
      expect(handed).toBe(0)
    },
  )
})

test('a second start on the same profile ends at once, and leaves the first as it is', async () => {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const second = spawn(electronProgram(), [root, ...asRoot, '--profile', profile], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  second.stderr.on('data', (chunk) => {
    said += String(chunk)
  })
  const [code] = await once(second, 'close')
  expect(code).toBe(3)
  expect(said).toContain('this profile is already open')
})

describe('HTML in what people type', () => {
  const hostile = '<img src=x onerror="globalThis.pwned=1"><b>bold</b>'

  test('is shown as the text that it is', async () => {
    const told = await callFromPage(page, 'mutation', 'workstation.setUp', {
      ...setUpWish,
      language: 'en',
      name: hostile,
    })
    expect(told).toMatchObject({ kind: 'result' })
    const registered = await callFromPage(page, 'mutation', 'patients.register', {
      ...validInputs['patients.register'].input,
      family: hostile,
      given: '<script>globalThis.pwned=2</script>',
      note: `</textarea>${hostile}`,
    })
    const { id } = registered.data as { id: string }
    await page.evaluate((to) => {
      window.location.hash = `#/patients/${to}`
    }, id)
    await page.getByText(hostile).first().waitFor()
    const found = await page.evaluate(() => ({
      images: document.querySelectorAll('img[src="x"]').length,
      bold: [...document.querySelectorAll('b')].filter((b) => b.textContent === 'bold').length,
      pwned: (globalThis as unknown as { pwned?: number }).pwned ?? null,
    }))
    expect(found).toEqual({ images: 0, bold: 0, pwned: null })
  })
})
