/** Settings: plain forms with a search over them; each setting says what it changes. */
import { Title } from '@mantine/core'
import { startTransition, useDeferredValue, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { Empty } from '../../components/empty.tsx'
import { ListSearch } from '../../components/list-search.tsx'
import { useKeys } from '../../keyboard/keys.ts'
import { HubSection } from '../hub/hub-section.tsx'
import { useMay } from '../shell/me.ts'
import { PageHead } from '../shell/page-head.tsx'
import { CalendarSection } from './calendar-section.tsx'
import { ClinicSection } from './clinic-section.tsx'
import { CodesSection } from './codes-section.tsx'
import { ConsentsSection } from './consents-section.tsx'
import { CopySection } from './copy-section.tsx'
import { LabsSection } from './labs-section.tsx'
import { DocumentTypesSection } from './document-types-section.tsx'
import { LookSection } from './look-section.tsx'
import { MailSection } from './mail-section.tsx'
import { KeysSection } from './keys-section.tsx'
import { PassphraseSection } from './passphrase-section.tsx'
import { PinSection } from './pin-section.tsx'
import { PhrasesSection } from './phrases-section.tsx'
import { QueueSection } from './queue-section.tsx'
import { SettingSearch } from './setting.tsx'
import { TemplatesSection } from './templates-section.tsx'
import { UpdatesSection } from './updates-section.tsx'
import { WorkstationSection } from './workstation-section.tsx'
import classes from './settings.module.css'

const everyones = [
  { name: 'look', Section: LookSection },
  { name: 'passphrase', Section: PassphraseSection },
  { name: 'pin', Section: PinSection },
  { name: 'keys', Section: KeysSection },
]

/** Of those who write in visits, and of who keeps the clinic's. */
const writers = [{ name: 'phrases', Section: PhrasesSection }]

const administrators = [
  { name: 'clinic', Section: ClinicSection },
  { name: 'calendar', Section: CalendarSection },
  { name: 'mail', Section: MailSection },
  { name: 'queue', Section: QueueSection },
  { name: 'consents', Section: ConsentsSection },
  { name: 'documentTypes', Section: DocumentTypesSection },
  { name: 'codes', Section: CodesSection },
  { name: 'labs', Section: LabsSection },
  { name: 'templates', Section: TemplatesSection },
  { name: 'workstation', Section: WorkstationSection },
  { name: 'hub', Section: HubSection },
  { name: 'copy', Section: CopySection },
  { name: 'updates', Section: UpdatesSection },
]

export default function SettingsPage() {
  const { t } = useTranslation('settings')
  const may = useMay()
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim())
  const sections = [
    ...(may('settings.write') ? administrators : []),
    ...(may('templates.read') ? writers : []),
    ...everyones,
  ]
  const scroller = useRef<HTMLDivElement>(null)
  const { current, goTo, follow, shown } = useScrolledSection(sections.map(({ name }) => name))
  useKeys(t('title'), [
    {
      keys: 'Ctrl+KeyS',
      label: t('saveForm'),
      run: () => document.activeElement?.closest('form')?.requestSubmit(),
    },
  ])
  return (
    <>
      <PageHead>
        <Title order={1}>{t('title')}</Title>
        <ListSearch value={text} onChange={setText} placeholder={t('search')} />
      </PageHead>
      <div className={classes['page']}>
        <nav className={classes['nav']} aria-label={t('sections')}>
          {sections.map(({ name }) => (
            <button
              key={name}
              type="button"
              aria-current={name === current || undefined}
              onClick={() => {
                setText('')
                goTo(name)
              }}
            >
              {t(`section.${name}`)}
            </button>
          ))}
        </nav>
        <div
          className={classes['sections']}
          ref={scroller}
          onScroll={() => follow(scroller.current)}
        >
          <SettingSearch value={search}>
            {sections.slice(0, search === '' ? shown : undefined).map(({ name, Section }) => (
              <Section key={name} />
            ))}
          </SettingSearch>
          <div className={classes['none']}>
            <Empty title={t('common:nothingFound')} hint={t('noneHint')} />
          </div>
        </div>
      </div>
    </>
  )
}

const idOf = (name: string) => `settings-${name}`

/** Which section is at the top of the page; `?section=mail` in the address begins there. */
function useScrolledSection(names: readonly string[]) {
  const [address] = useSearchParams()
  const asked = address.get('section')
  const [current, setCurrent] = useState(asked ?? names[0])
  const { shown, showTo } = useGrowing(names.length, asked === null ? 0 : names.indexOf(asked) + 1)

  function goTo(name: string): void {
    flushSync(() => showTo(names.indexOf(name) + 1))
    // After the search was emptied, when the section is there again.
    requestAnimationFrame(() => {
      const section = document.getElementById(idOf(name))
      section?.scrollIntoView({ block: 'start' })
      section?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true })
      setCurrent(name)
    })
  }

  // The sections before it come with their data and push it down again, and those behind it make room for it
  // to stand at the top, until a person moves.
  const hasMoved = useRef(false)
  useEffect(() => {
    const section = asked === null ? null : document.getElementById(idOf(asked))
    const all = section?.parentElement ?? null
    if (section === null || all === null || hasMoved.current) return undefined
    const grown = new ResizeObserver(() => section.scrollIntoView())
    for (const one of all.children) grown.observe(one)
    const stop = () => {
      hasMoved.current = true
      grown.disconnect()
    }
    const moves = ['wheel', 'pointerdown', 'keydown'] as const
    for (const move of moves) window.addEventListener(move, stop, { once: true })
    return () => {
      grown.disconnect()
      for (const move of moves) window.removeEventListener(move, stop)
    }
  }, [asked, shown])

  return {
    current,
    goTo,
    /** How many of them are drawn, from the first. */
    shown,
    follow(scroller: HTMLElement | null): void {
      if (scroller === null) return
      const isAtEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2
      const top = scroller.getBoundingClientRect().top + 60
      const reached = names.findLast((name) => {
        const section = document.getElementById(idOf(name))
        return section !== null && section.getBoundingClientRect().top <= top
      })
      const seen =
        isAtEnd && current !== undefined && isInView(current, scroller) ? current : reached
      if (seen !== undefined) setCurrent(seen)
    },
  }
}

const atOnce = 2

/**
 * How many of a long row of forms are drawn: the first ones at once, the others one after the other
 * while nothing else is to be done, so that opening them all keeps nobody waiting.
 */
function useGrowing(total: number, atLeast: number) {
  const [shown, setShown] = useState(Math.max(atOnce, atLeast))
  useEffect(() => {
    if (shown < total) startTransition(() => setShown((now) => now + 1))
  }, [shown, total])
  return {
    shown,
    showTo: (count: number) => setShown((now) => Math.max(now, count)),
  }
}

function isInView(name: string, scroller: HTMLElement): boolean {
  const section = document.getElementById(idOf(name))?.getBoundingClientRect()
  const frame = scroller.getBoundingClientRect()
  return section !== undefined && section.top < frame.bottom && section.bottom > frame.top
}
