/** The first start: set up one's own clinic on two quiet pages, join one that has a hub, or look around. */
import {
  Button,
  Divider,
  Group,
  PasswordInput,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isLanguage, type Language } from '../../../main/clinic/shared/languages.ts'
import { minimumPassphraseLength } from '../../../main/clinic/staff/staff.rules.ts'
import { ErrorNote, fieldErrors, refusalOf } from '../../components/errors.tsx'
import { countryChoices, currencyChoices, timeZoneChoices } from '../../i18n/choices.ts'
import { spokenLanguage } from '../../i18n/i18n.ts'
import { useTRPC } from '../../trpc.ts'
import { JoinClinicPage } from './join-clinic-page.tsx'
import type { Progress } from './progress-page.tsx'
import { QuietPage } from './quiet-page.tsx'

/** Countries offered first, with what usually goes with them; every other one can be typed. */
const usual: Record<Language, { country: string; currency: string; timeZone: string }> = {
  en: { country: 'GB', currency: 'GBP', timeZone: 'Europe/London' },
  ru: { country: 'RU', currency: 'RUB', timeZone: 'Europe/Moscow' },
  'pt-BR': { country: 'BR', currency: 'BRL', timeZone: 'America/Sao_Paulo' },
  fr: { country: 'FR', currency: 'EUR', timeZone: 'Europe/Paris' },
}

export function FirstStartPage({
  needsDatabasePassphrase,
  joining,
}: {
  needsDatabasePassphrase: boolean
  /** While a clinic is on its way here. */
  joining: Progress | null
}) {
  const [way, setWay] = useState<'set-up' | 'join' | null>(null)
  const common = { needsDatabasePassphrase, back: () => setWay(null) }
  if (way === 'join' || joining !== null) return <JoinClinicPage {...common} progress={joining} />
  if (way === 'set-up') return <SetUpForm {...common} />
  return <Welcome setUp={() => setWay('set-up')} join={() => setWay('join')} />
}

function Welcome({ setUp, join }: { setUp: () => void; join: () => void }) {
  const { t } = useTranslation('start')
  const trpc = useTRPC()
  const demo = useMutation(trpc.workstation.startDemo.mutationOptions())
  return (
    <QuietPage title={t('welcome.title')} lead={t('welcome.lead')}>
      <Stack gap="sm">
        <Button size="md" onClick={setUp} autoFocus>
          {t('welcome.setUp')}
        </Button>
        <Text size="sm" c="var(--soft)">
          {t('welcome.setUpHint')}
        </Text>
        <Divider my="xs" />
        <Button size="md" variant="default" onClick={join}>
          {t('welcome.join')}
        </Button>
        <Text size="sm" c="var(--soft)">
          {t('welcome.joinHint')}
        </Text>
        <Divider my="xs" />
        <Button
          size="md"
          variant="default"
          loading={demo.isPending}
          onClick={() => demo.mutate({ language: spokenLanguage() })}
        >
          {t('welcome.demo')}
        </Button>
        <Text size="sm" c="var(--soft)">
          {t('welcome.demoHint')}
        </Text>
      </Stack>
      {demo.error !== null && <ErrorNote error={demo.error} />}
    </QuietPage>
  )
}

interface Fields {
  name: string
  country: string
  currency: string
  timeZone: string
  family: string
  given: string
  patronymic: string
  login: string
  passphrase: string
  again: string
  databasePassphrase: string
  databaseAgain: string
}

function SetUpForm({
  needsDatabasePassphrase,
  back,
}: {
  needsDatabasePassphrase: boolean
  back: () => void
}) {
  const { t, i18n } = useTranslation('start')
  const trpc = useTRPC()
  const language = isLanguage(i18n.language) ? i18n.language : 'en'
  const setUp = useMutation(trpc.workstation.setUp.mutationOptions())
  const [step, setStep] = useState(0)
  const [fields, setFields] = useState<Fields>({
    name: '',
    ...usual[language],
    family: '',
    given: '',
    patronymic: '',
    login: 'admin',
    passphrase: '',
    again: '',
    databasePassphrase: '',
    databaseAgain: '',
  })
  const [tried, setTried] = useState(false)
  const set = (name: keyof Fields) => (value: string) => setFields({ ...fields, [name]: value })
  const sent = fieldErrors(setUp.error, t)
  const problems = { ...problemsOf(fields, step, needsDatabasePassphrase, t), ...shortPaths(sent) }
  const shownProblem = (name: keyof Fields) => (tried ? problems[name] : undefined)
  const passwordProps = (name: keyof Fields) => ({
    label: t(`setUp.${name}`),
    value: fields[name],
    error: shownProblem(name),
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => set(name)(event.currentTarget.value),
  })
  const textProps = (name: keyof Fields) => ({
    ...passwordProps(name),
    withAsterisk: name !== 'patronymic',
  })

  function goOn(): void {
    setTried(true)
    if (Object.keys(problemsOf(fields, step, needsDatabasePassphrase, t)).length > 0) return
    if (step === 0) {
      setTried(false)
      setStep(1)
      return
    }
    const { family, given, patronymic, login, passphrase } = fields
    setUp.mutate({
      name: fields.name,
      country: fields.country,
      language,
      currency: fields.currency,
      timeZone: fields.timeZone,
      administrator: { family, given, patronymic: patronymic || null, login, passphrase },
      databasePassphrase: needsDatabasePassphrase ? fields.databasePassphrase : null,
    })
  }

  return (
    <QuietPage title={t(`setUp.title${step}`)} lead={t(`setUp.lead${step}`)} wide>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          goOn()
        }}
        noValidate
      >
        <Stack gap="md">
          {step === 0 ? (
            <>
              <TextInput
                {...textProps('name')}
                autoFocus
                data-autofocus
                placeholder={t('setUp.namePlaceholder')}
              />
              <SimpleGrid cols={2}>
                <Select
                  label={t('setUp.country')}
                  searchable
                  allowDeselect={false}
                  value={fields.country}
                  data={countryChoices(i18n.language)}
                  onChange={(value) => set('country')(value ?? fields.country)}
                />
                <Select
                  label={t('setUp.currency')}
                  description={t('setUp.currencyHint')}
                  searchable
                  allowDeselect={false}
                  value={fields.currency}
                  data={currencyChoices(i18n.language)}
                  onChange={(value) => set('currency')(value ?? fields.currency)}
                />
              </SimpleGrid>
              <Select
                label={t('setUp.timeZone')}
                description={t('setUp.timeZoneHint')}
                searchable
                allowDeselect={false}
                value={fields.timeZone}
                data={timeZoneChoices()}
                onChange={(value) => set('timeZone')(value ?? fields.timeZone)}
              />
            </>
          ) : (
            <>
              <SimpleGrid cols={language === 'ru' ? 3 : 2}>
                <TextInput {...textProps(language === 'ru' ? 'family' : 'given')} autoFocus />
                <TextInput {...textProps(language === 'ru' ? 'given' : 'family')} />
                {language === 'ru' && <TextInput {...textProps('patronymic')} />}
              </SimpleGrid>
              <TextInput {...textProps('login')} description={t('setUp.loginHint')} />
              <SimpleGrid cols={2}>
                <PasswordInput
                  {...passwordProps('passphrase')}
                  description={t('setUp.passphraseHint', { count: minimumPassphraseLength })}
                />
                <PasswordInput {...passwordProps('again')} description={t('setUp.againHint')} />
              </SimpleGrid>
              {needsDatabasePassphrase && (
                <>
                  <Divider label={t('setUp.databaseTitle')} />
                  <Text size="sm" c="var(--soft)" maw="75ch">
                    {t('setUp.databaseHint')}
                  </Text>
                  <SimpleGrid cols={2}>
                    <PasswordInput {...passwordProps('databasePassphrase')} />
                    <PasswordInput {...passwordProps('databaseAgain')} />
                  </SimpleGrid>
                </>
              )}
            </>
          )}
          {setUp.error !== null && refusalOf(setUp.error)?.code !== 'invalid-input' && (
            <ErrorNote error={setUp.error} />
          )}
          <Group justify="space-between" mt="sm">
            <Button variant="default" onClick={step === 0 ? back : () => setStep(0)}>
              {t('setUp.back')}
            </Button>
            <Button type="submit" loading={setUp.isPending}>
              {t(step === 0 ? 'setUp.next' : 'setUp.finish')}
            </Button>
          </Group>
        </Stack>
      </form>
    </QuietPage>
  )
}

/** The service names its fields by path; the form knows them by their last word. */
function shortPaths(errors: Record<string, string>): Partial<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(errors).map(([path, text]) => [path.split('.').at(-1) ?? path, text]),
  )
}

function problemsOf(
  fields: Fields,
  step: number,
  needsDatabasePassphrase: boolean,
  t: TFunction<'start'>,
): Partial<Record<string, string>> {
  const problems: Partial<Record<string, string>> = {}
  const need = (name: keyof Fields) => {
    if (fields[name].trim() === '') problems[name] = t('errors:field.required')
  }
  const checkPair = (first: keyof Fields, second: keyof Fields) => {
    if (fields[first].length < minimumPassphraseLength) {
      problems[first] = t('errors:weak-passphrase', { minimumLength: minimumPassphraseLength })
    } else if (fields[first] !== fields[second]) problems[second] = t('setUp.different')
  }
  if (step === 0) need('name')
  else {
    for (const name of ['family', 'given', 'login'] as const) need(name)
    checkPair('passphrase', 'again')
    if (needsDatabasePassphrase) checkPair('databasePassphrase', 'databaseAgain')
  }
  return problems
}
