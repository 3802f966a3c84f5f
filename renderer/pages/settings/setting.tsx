/** One setting among all: its name, what it changes, and whether the search finds it. */
import { createContext, type ReactNode, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { matchesWords } from '../../../main/clinic/catalog/catalog.rules.ts'
import classes from './settings.module.css'

/** What is searched for among the settings; empty finds all. */
export const SettingSearch = createContext('')

const SectionTitle = createContext('')

export interface SettingText {
  label: string
  description: string
}

/** The texts of `settings.json` at `name` and `nameHint`, for the field that is the setting. */
export function Setting({
  name,
  children,
}: {
  name: string
  children: (text: SettingText) => ReactNode
}) {
  const { t } = useTranslation('settings')
  const search = useContext(SettingSearch)
  const section = useContext(SectionTitle)
  const label = t(name)
  const description = t(`${name}Hint`)
  const isFound = matchesWords(search, `${section} ${label} ${description}`)
  return (
    <div className={classes['setting']} data-setting hidden={!isFound}>
      {children({ label, description })}
    </div>
  )
}

/** A group of settings; not shown while the search finds none of them. */
export function Section({
  name,
  lead,
  children,
}: {
  name: string
  lead?: string
  children: ReactNode
}) {
  const { t } = useTranslation('settings')
  const title = t(`section.${name}`)
  return (
    <SectionTitle value={title}>
      <section id={`settings-${name}`} className={classes['section']} aria-label={title}>
        <h2>{title}</h2>
        {lead !== undefined && <p className={classes['lead']}>{lead}</p>}
        {children}
      </section>
    </SectionTitle>
  )
}

/** Settings that change more than they seem to, apart from the others. */
export function WithCare({ children }: { children: ReactNode }) {
  const { t } = useTranslation('settings')
  return (
    <fieldset className={classes['care']}>
      <legend>{t('withCare')}</legend>
      {children}
    </fieldset>
  )
}
