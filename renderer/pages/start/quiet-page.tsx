/** The frame of the pages before the clinic: one card in a calm place. */
import { Group, Paper, Select, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isLanguage, languages } from '../../../main/clinic/shared/languages.ts'
import { Logo } from '../../components/logo.tsx'
import { speak } from '../../i18n/i18n.ts'
import classes from './quiet-page.module.css'

export const languageNames = {
  en: 'English',
  ru: 'Русский',
  'pt-BR': 'Português (Brasil)',
  fr: 'Français',
}

export function QuietPage({
  title,
  lead,
  children,
  wide = false,
}: {
  title: string
  lead?: string
  children: ReactNode
  wide?: boolean
}) {
  const { t, i18n } = useTranslation('start')
  return (
    <main className={classes['page']}>
      <div className={classes['head']}>
        <Group gap="sm">
          <Logo size={28} />
          <Text fw={650} size="lg">
            Polyclinic
          </Text>
        </Group>
        <Select
          aria-label={t('language')}
          data={languages.map((value) => ({ value, label: languageNames[value] }))}
          value={i18n.language}
          onChange={(tag) => {
            if (tag !== null && isLanguage(tag)) void speak(tag)
          }}
          allowDeselect={false}
          w={190}
        />
      </div>
      <Paper
        className={classes['card']}
        data-wide={wide || undefined}
        withBorder
        radius="lg"
        p="xl"
      >
        <Stack gap="lg">
          <div>
            <Title order={1}>{title}</Title>
            {lead !== undefined && (
              <Text c="var(--soft)" mt={4} maw="75ch">
                {lead}
              </Text>
            )}
          </div>
          {children}
        </Stack>
      </Paper>
    </main>
  )
}
