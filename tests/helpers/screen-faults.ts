/** What is wrong with a screen as it stands: unreadable for some, too wide, or not in words. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import * as z from 'zod'
import { at } from '../../scripts/run/paths.mjs'

export interface Look {
  /** Whether the contrast of colours is looked at, which takes the most time. */
  colours?: boolean
  /** A selector: of a long page this part alone is looked at by axe, where no dialog lies above it. */
  within?: string | undefined
}

/** All faults of what is shown now, each as a line; the page must have come to rest. */
export async function faultsOf(page: Page, look: Look = {}): Promise<string[]> {
  const keysShown = await untranslated(page)
  return [
    ...(await unreadable(page, look)),
    ...(await tooWide(page)),
    ...keysShown.map((text) => `key: ${text}`),
  ]
}

const axeSource = readFileSync(at('node_modules', 'axe-core', 'axe.min.js'), 'utf8')

/**
 * What axe calls serious or critical, with the elements it is about; under a dialog only what lies
 * above the screen. Two things are as they should be: a key's letter beside its action and a name
 * cut short on the board are called by their whole words, and a list of options is scrolled from the
 * field that it belongs to.
 */
const searchForFaults = ({ colours = true, within }: Look) => `(async () => {
  const isCovered = document.querySelector('[aria-modal="true"]') !== null
  const { violations } = await axe.run(isCovered ? { exclude: ['#root'] } : ${JSON.stringify(within ?? null)} ?? document, {
    resultTypes: ['violations'],
    preload: false,
    rules: { 'color-contrast': { enabled: ${colours} } },
  })
  const isAsItShouldBe = (id, { html, target }) =>
    (id === 'label-content-name-mismatch' && /<kbd|data-booking=|data-screen-keys=/.test(html)) ||
    (id === 'scrollable-region-focusable' &&
      (document.querySelector(target[0])?.querySelector('[role="option"]') ?? null) !== null)
  return JSON.stringify(
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes
          .filter((node) => !isAsItShouldBe(id, node))
          .slice(0, 3)
          .map(({ html, any }) => [id, html.slice(0, 200), any[0]?.message ?? ''].join(' | ')),
      ),
  )
})()`

async function unreadable(page: Page, look: Look): Promise<string[]> {
  // Not by a script tag, which the page's policy forbids, but as the developer tools would.
  const tools = await page.context().newCDPSession(page)
  const isThere = await page.evaluate(() => 'axe' in window)
  if (!isThere) {
    await tools.send('Runtime.evaluate', { expression: axeSource })
    await drawAll(page)
  }
  const { result } = await tools.send('Runtime.evaluate', {
    expression: searchForFaults(look),
    awaitPromise: true,
  })
  await tools.detach()
  return z.array(z.string()).parse(JSON.parse(String(result.value)))
}

/** Also what lies below the edge of a long list, which is asked about many times over. */
async function drawAll(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('* { content-visibility: visible !important }')
    document.adoptedStyleSheets.push(sheet)
  })
}

/** What scrolls sideways, and what stands out of the window at its right. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = window.innerWidth
    const found: string[] = []
    const whole = document.scrollingElement?.scrollWidth ?? 0
    if (whole > width) found.push(`the page is ${whole} wide`)
    const tell = (element: Element) => element.outerHTML.slice(0, 140)
    /** Whoever clips its content at its own edge; nobody for what stands in the window itself. */
    const clipperOf = (element: Element) => {
      for (let up = element.parentElement; up !== null; up = up.parentElement) {
        if (up === document.body || up.id === 'root') return null
        if (getComputedStyle(up).overflowX !== 'visible') return up
      }
      return null
    }
    /** What is worked by a hand must be whole where nothing can be scrolled. */
    const isCut = (element: Element, clipper: Element) => {
      if (!element.matches('button, a, input, select, [role="tab"]')) return false
      if (!['hidden', 'clip'].includes(getComputedStyle(clipper).overflowX)) return false
      const inner = element.getBoundingClientRect()
      const outer = clipper.getBoundingClientRect()
      return inner.right > outer.right + 1 || inner.left < outer.left - 1
    }
    for (const element of document.body.querySelectorAll('*')) {
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
      const { right, width: own } = element.getBoundingClientRect()
      const clipper = clipperOf(element)
      if (own > 0 && right > width + 1 && clipper === null) found.push(`out: ${tell(element)}`)
      if (own > 1 && clipper !== null && isCut(element, clipper))
        found.push(`cut: ${tell(element)}`)
      const isScroller = ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)
      if (
        isScroller &&
        !element.matches('textarea') &&
        element.scrollWidth > element.clientWidth + 1
      )
        found.push(`scrolls: ${tell(element)}`)
    }
    return found.slice(0, 5)
  })
}

/** Every key of a text, with and without its namespace. */
function textKeys(): string[] {
  const folder = at('resources', 'locales', 'en')
  return readdirSync(folder).flatMap((file) => {
    const inFile = keysIn(JSON.parse(readFileSync(path.join(folder, file), 'utf8')))
    return inFile.flatMap((key) => [key, `${path.basename(file, '.json')}:${key}`])
  })
}

function keysIn(texts: object): string[] {
  return Object.entries(texts).flatMap(([key, text]: [string, unknown]) => {
    const bare = key.replace(/_(zero|one|two|few|many|other)$/, '')
    if (typeof text !== 'object' || text === null) return [bare]
    return keysIn(text).map((below) => `${bare}.${below}`)
  })
}

/** A word alone is a key only when it looks like no word of a language: `registerNew`. */
const keys = textKeys()
const namespaces = new Set(keys.map((key) => key.split(/[:.]/)[0] ?? ''))
const oddWords = new Set(keys.filter((key) => /^[a-z]+[A-Z]\w*$/.test(key)))

/** Texts that are keys, or have a value left open. */
async function untranslated(page: Page): Promise<string[]> {
  const shown = await page.evaluate(() => {
    const texts: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode() !== null) texts.push(walker.currentNode.textContent ?? '')
    for (const name of ['aria-label', 'title', 'placeholder']) {
      for (const element of document.querySelectorAll(`[${name}]`))
        texts.push(element.getAttribute(name) ?? '')
    }
    return [...new Set(texts.map((text) => text.trim()))]
  })
  return shown.filter((text) => {
    if (text.includes('{{') || oddWords.has(text)) return true
    if (!/^[a-z][\w-]*[:.][a-z][\w.-]*$/i.test(text)) return false
    return namespaces.has(text.split(/[:.]/)[0] ?? '')
  })
}
