/** One's own language and how the window looks; changed at once. */
import { Select, SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { isLanguage, languages } from '../../../main/clinic/shared/languages.ts'
import { useShowError } from '../../components/errors.tsx'
import { speak } from '../../i18n/i18n.ts'
import { useTRPC } from '../../trpc.ts'
import { languageNames } from '../start/quiet-page.tsx'
import { Section, Setting, type SettingText } from './setting.tsx'

const schemes = ['auto', 'light', 'dark'] as const

export function LookSection() {
  const { i18n } = useTranslation('settings')
  const trpc = useTRPC()
  const onError = useShowError()
  const choose = useMutation(trpc.staff.chooseOwnLanguage.mutationOptions({ onError }))
  return (
    <Section name="look">
      <Setting name="look.language">
        {(text) => (
          <Select
            {...text}
            w={260}
            styles={{ description: { width: 'max-content', maxWidth: '560px' } }}
            allowDeselect={false}
            data={languages.map((value) => ({ value, label: languageNames[value] }))}
            value={i18n.language}
            onChange={(tag) => {
              if (tag === null || !isLanguage(tag)) return
              void speak(tag)
              choose.mutate({ language: tag })
            }}
          />
        )}
      </Setting>
      <Setting name="look.scheme">{(text) => <SchemeChoice {...text} />}</Setting>
    </Section>
  )
}

function SchemeChoice({ label, description }: SettingText) {
  const { t } = useTranslation('settings')
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const id = useId()
  return (
    <div role="group" aria-labelledby={id}>
      <div id={id} style={{ fontWeight: 600, fontSize: 13 }}>
        {label}
      </div>
      <div style={{ color: 'var(--soft)', fontSize: 11.5, marginBottom: 5 }}>{description}</div>
      <SegmentedControl
        aria-label={label}
        value={colorScheme}
        onChange={(value) => setColorScheme(schemes.find((one) => one === value) ?? 'auto')}
        data={schemes.map((value) => ({ value, label: t(`look.${value}`) }))}
      />
    </div>
  )
}
