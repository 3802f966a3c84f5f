/** How a mail looks: one outline, laid out as plain text and as HTML with inline styles. */
import type { Language } from '../clinic/shared/languages.ts'
import { escapeHtml } from './clean.ts'

export interface MailFact {
  label: string
  value: string
}

/** What a mail says, in order; every text is already one clean line. */
export interface MailOutline {
  language: Language
  subject: string
  clinicName: string
  /** The colon after a label as the language sets it (with a space before it in French). */
  colon: string
  greeting: string
  lead: string[]
  facts: MailFact[]
  notes: { title: string; lines: string[] }[]
  closing: string[]
  /** Address and ways to reach the clinic. */
  signature: string[]
  footer: string
}

/** The whole mail as plain text, for those who read without HTML. */
export function outlineText(outline: MailOutline): string {
  const blocks = [
    outline.greeting,
    ...outline.lead,
    outline.facts.map(({ label, value }) => `${label}${outline.colon} ${value}`).join('\n'),
    ...outline.notes.map(({ title, lines }) => [`${title}${outline.colon}`, ...lines].join('\n')),
    ...outline.closing,
    [outline.clinicName, ...outline.signature].join('\n'),
    outline.footer,
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

const ink = '#1f2933'
const quiet = '#52606d'
const accent = '#0b7285'
const font =
  "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

/**
 * The mail as HTML: inline styles, no images, no links, nothing fetched. Screen readers get the
 * language, a heading, and a table whose rows have headers; contrast is at least 4.5 to 1.
 */
export function outlineHtml(outline: MailOutline): string {
  const title = escapeHtml(outline.subject)
  return `<!DOCTYPE html>
<html lang="${outline.language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${title}</title>
</head>
<body style="margin:0;padding:0;background-color:#eef1f4;color:${ink};${font};font-size:16px;line-height:1.5">
<div role="article" aria-roledescription="email" lang="${outline.language}" style="max-width:600px;margin:0 auto;padding:24px 12px">
<div style="background-color:#ffffff;border:1px solid #d5dce3;border-top:4px solid ${accent};border-radius:8px;padding:28px 28px 20px">
<p style="margin:0 0 20px;color:${accent};font-size:14px;font-weight:bold">${escapeHtml(outline.clinicName)}</p>
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3;font-weight:bold">${title}</h1>
${[outline.greeting, ...outline.lead].map(paragraph).join('\n')}
${factsTable(outline.facts)}${outline.notes.map(noteBox).join('')}${outline.closing.map(paragraph).join('\n')}
${signature(outline)}
</div>
<p style="margin:14px 4px 0;color:${quiet};font-size:13px">${escapeHtml(outline.footer)}</p>
</div>
</body>
</html>
`
}

function paragraph(text: string): string {
  return `<p style="margin:0 0 16px">${escapeHtml(text)}</p>`
}

function factsTable(facts: MailFact[]): string {
  if (facts.length === 0) return ''
  const cell = 'padding:7px 0;vertical-align:top;text-align:left;border-top:1px solid #e4e9ee'
  const rows = facts.map(
    ({ label, value }) =>
      `<tr><th scope="row" style="${cell};padding-right:18px;color:${quiet};font-weight:normal;width:32%">${escapeHtml(label)}</th>` +
      `<td style="${cell};font-weight:bold;overflow-wrap:anywhere">${escapeHtml(value)}</td></tr>`,
  )
  return `<table style="width:100%;border-collapse:collapse;margin:0 0 20px;font-size:16px;line-height:1.5;color:${ink}">
<tbody>
${rows.join('\n')}
</tbody>
</table>
`
}

function noteBox({ title, lines }: { title: string; lines: string[] }): string {
  return `<div style="margin:0 0 20px;padding:14px 16px;background-color:#f3f8f9;border-left:3px solid ${accent}">
<h2 style="margin:0 0 6px;font-size:16px;line-height:1.4;font-weight:bold">${escapeHtml(title)}</h2>
<p style="margin:0;overflow-wrap:anywhere">${lines.map(escapeHtml).join('<br>\n')}</p>
</div>
`
}

function signature({ clinicName, signature: lines }: MailOutline): string {
  const name = `<strong>${escapeHtml(clinicName)}</strong>`
  return `<p style="margin:24px 0 0;padding-top:14px;border-top:1px solid #d5dce3;color:${quiet};font-size:14px">${[name, ...lines.map(escapeHtml)].join('<br>\n')}</p>`
}
