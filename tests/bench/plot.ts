/** A few small charts side by side as one SVG that reads in light and dark: lines over a logarithmic axis. */

export interface PlotPanel {
  title: string
  /** Of the figures going up. */
  unit: string
  series: { name: string; points: { x: number; y: number }[] }[]
}

export interface Plot {
  title: string
  /** What goes to the right, with its unit. */
  xLabel: string
  panels: PlotPanel[]
}

const columns = 2
const panel = { width: 400, height: 230 }
const inset = { left: 62, right: 20, top: 46, bottom: 44 }
const head = 64
const marks = ['circle', 'square'] as const

/** Colours that keep their distance for people who see few of them; the marks differ as well. */
const style = `
  text { font: 12px system-ui, sans-serif; fill: #1f2933; }
  .title { font-size: 16px; font-weight: 600; }
  .panel { font-size: 13px; font-weight: 600; }
  .soft { fill: #52606d; }
  .grid { stroke: #d9dee3; stroke-width: 1; }
  .axis { stroke: #7b8794; stroke-width: 1; }
  .line { fill: none; stroke-width: 2.5; }
  .s0 { stroke: #0b6bcb; } .f0 { fill: #0b6bcb; }
  .s1 { stroke: #b4540a; } .f1 { fill: #b4540a; }
  .paper { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e4e7eb; }
    .soft { fill: #b0bac5; }
    .grid { stroke: #36404a; }
    .axis { stroke: #8a96a3; }
    .s0 { stroke: #6cb6ff; } .f0 { fill: #6cb6ff; }
    .s1 { stroke: #f0a35e; } .f1 { fill: #f0a35e; }
    .paper { fill: #12171d; }
  }`

/** The whole picture, as text of a file. Every series has one value at least, above zero on the axis to the right. */
export function plotSvg({ title, xLabel, panels }: Plot): string {
  const rows = Math.ceil(panels.length / columns)
  const width = columns * panel.width
  const height = head + rows * panel.height
  const names = panels[0]?.series.map(({ name }) => name) ?? []
  const drawn = panels.map((one, index) => {
    const x = (index % columns) * panel.width
    const y = head + Math.floor(index / columns) * panel.height
    return `<g transform="translate(${x} ${y})">${drawPanel(one, xLabel)}</g>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">
<style>${style}
</style>
<rect class="paper" width="${width}" height="${height}"/>
<text class="title" x="20" y="28">${escaped(title)}</text>
${names.map((name, index) => legend(name, index)).join('\n')}
${drawn.join('\n')}
</svg>
`
}

function legend(name: string, index: number): string {
  const x = 20 + index * 130
  return `<path class="line s${index}" d="M${x} 48h28"/>${mark(index, x + 14, 48)}<text x="${x + 36}" y="52">${escaped(name)}</text>`
}

function drawPanel({ title, unit, series }: PlotPanel, xLabel: string): string {
  const points = series.flatMap((one) => one.points)
  const xs = [...new Set(points.map(({ x }) => x))].toSorted((a, b) => a - b)
  const step = niceStep(Math.max(...points.map(({ y }) => y)) / 4)
  const top = step * Math.max(1, Math.ceil(Math.max(...points.map(({ y }) => y)) / step))
  const [low, high] = [Math.log10(xs[0] ?? 1), Math.log10(xs.at(-1) ?? 1)]
  const inner = {
    width: panel.width - inset.left - inset.right,
    height: panel.height - inset.top - inset.bottom,
  }
  const placeX = (x: number) => {
    const share = high === low ? 0.5 : (Math.log10(x) - low) / (high - low)
    return round(inset.left + share * inner.width)
  }
  const placeY = (y: number) => round(inset.top + (1 - y / top) * inner.height)
  const bottom = inset.top + inner.height
  const right = inset.left + inner.width
  const lines: string[] = [
    `<text class="panel" x="${inset.left}" y="18">${escaped(title)}</text>`,
    `<text class="soft" x="${inset.left}" y="34">${escaped(unit)}</text>`,
  ]
  for (let y = 0; y <= top + step / 2; y += step) {
    lines.push(
      `<path class="grid" d="M${inset.left} ${placeY(y)}H${right}"/>`,
      `<text class="soft" x="${inset.left - 8}" y="${placeY(y) + 4}" text-anchor="end">${number(y)}</text>`,
    )
  }
  lines.push(`<path class="axis" d="M${inset.left} ${bottom}H${right}"/>`)
  for (const x of xs) {
    lines.push(
      `<path class="axis" d="M${placeX(x)} ${bottom}v5"/>`,
      `<text class="soft" x="${placeX(x)}" y="${bottom + 18}" text-anchor="middle">${number(x)}</text>`,
    )
  }
  const middle = round(inset.left + inner.width / 2)
  lines.push(
    `<text class="soft" x="${middle}" y="${bottom + 36}" text-anchor="middle">${escaped(xLabel)}</text>`,
  )
  for (const [index, one] of series.entries()) {
    const path = one.points.map(
      ({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${placeX(x)} ${placeY(y)}`,
    )
    lines.push(`<path class="line s${index}" d="${path.join('')}"/>`)
    for (const { x, y } of one.points) lines.push(mark(index, placeX(x), placeY(y)))
  }
  return lines.join('')
}

function mark(index: number, x: number, y: number): string {
  return marks[index % marks.length] === 'circle'
    ? `<circle class="f${index}" cx="${x}" cy="${y}" r="4.5"/>`
    : `<rect class="f${index}" x="${round(x - 4)}" y="${round(y - 4)}" width="8" height="8"/>`
}

/** 1, 2 or 5 times a power of ten, not below the wish. */
function niceStep(wish: number): number {
  const power = 10 ** Math.floor(Math.log10(wish > 0 ? wish : 1))
  return ([1, 2, 5].find((factor) => factor * power >= wish) ?? 10) * power
}

const round = (value: number) => Math.round(value * 10) / 10
const number = (value: number) =>
  value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 })

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
