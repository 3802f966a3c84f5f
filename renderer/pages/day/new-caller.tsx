/** A new caller: a name and a phone, and the booking goes on; everything else is asked for when they come. */
import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorNote, fieldErrors } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { useTRPC } from '../../trpc.ts'

export interface Caller {
  family: string
  given: string
  phone: string
}

export interface AddedCaller {
  id: string
  family: string
  given: string
  patronymic: string | null
  bornOn: string | null
}

interface NewCallerProps {
  caller: Caller
  change: (caller: Caller) => void
  done: (patient: AddedCaller) => void
  back: () => void
  /** To the form that asks for everything. */
  whole?: () => void
}

export function NewCaller({ caller, change, done, back, whole }: NewCallerProps) {
  const { t } = useTranslation('booking')
  const trpc = useTRPC()
  const add = useMutation(trpc.patients.addCaller.mutationOptions())
  const problems = fieldErrors(add.error, t)
  const field = (name: keyof Caller) => ({
    label: t(`caller.${name}`),
    value: caller[name],
    maxLength: name === 'phone' ? 40 : 100,
    error: problems[name],
    autoComplete: 'off',
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      change({ ...caller, [name]: event.currentTarget.value }),
  })
  // The given name may hold the patronymic; it is parted when the patient comes.
  const first = (['family', 'given', 'phone'] as const).find((name) => caller[name].trim() === '')
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const { family, given, phone } = caller
        add.mutate(
          { family, given, patronymic: null, phone },
          { onSuccess: ({ id }) => done({ id, family, given, patronymic: null, bornOn: null }) },
        )
      }}
    >
      <Stack gap="sm">
        <Text size="sm" c="var(--soft)">
          {t('caller.hint')}
        </Text>
        <Group grow align="flex-start">
          <TextInput
            {...field('family')}
            data-autofocus={first === 'family' || undefined}
            autoFocus={first === 'family'}
          />
          <TextInput {...field('given')} autoFocus={first === 'given'} />
        </Group>
        <TextInput
          {...field('phone')}
          inputMode="tel"
          autoFocus={first === 'phone' || first === undefined}
        />
        {add.error !== null && Object.keys(problems).length === 0 && (
          <ErrorNote error={add.error} />
        )}
        <Group justify="space-between">
          <Group gap={6}>
            <Button variant="subtle" size="xs" onClick={back}>
              {t('day:backToSearch')}
            </Button>
            {whole !== undefined && (
              <Button variant="subtle" size="xs" onClick={whole}>
                {t('caller.whole')}
              </Button>
            )}
          </Group>
          <Button type="submit" loading={add.isPending} rightSection={<Key keys="Enter" />}>
            {t('caller.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
