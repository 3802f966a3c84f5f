/** What went wrong, in the user's language, at its field or at its place. */
import { Alert, Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle } from '@tabler/icons-react'
import { TRPCClientError } from '@trpc/client'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { type ClinicErrorCode, isClinicErrorCode } from '../../main/clinic/shared/errors.ts'
import type { FieldProblem } from '../../main/clinic/shared/field-problems.ts'
import { formatMoney } from '../../main/clinic/shared/money.ts'
import { useFormats } from '../i18n/formats.ts'

export interface Refusal {
  code: ClinicErrorCode
  data: Record<string, unknown>
}

/** The clinic's refusal inside an error of a call, or null when it was a bug. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof TRPCClientError)) return null
  const clinic: unknown = error.data?.clinic
  if (!isRecord(clinic) || !isRecord(clinic['data'])) return null
  const { code, data } = clinic
  return isClinicErrorCode(code) ? { code, data } : null
}

/** What the service found wrong at which field; nothing when the error tells of something else. */
export function fieldProblemsOf(error: unknown): FieldProblem[] {
  const refusal = refusalOf(error)
  if (refusal?.code !== 'invalid-input') return []
  const { fields } = refusal.data
  return Array.isArray(fields) ? fields.filter(isFieldProblem) : []
}

function isFieldProblem(value: unknown): value is FieldProblem {
  if (!isRecord(value)) return false
  const { path, code, kind, limit } = value
  return (
    typeof path === 'string' &&
    typeof code === 'string' &&
    (kind === undefined || typeof kind === 'string') &&
    (limit === undefined || typeof limit === 'number')
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** Field path to translated sentence, for forms. */
export function fieldErrors(error: unknown, t: TFunction): Record<string, string> {
  return Object.fromEntries(
    fieldProblemsOf(error).map((problem) => [problem.path, fieldText(problem, t)]),
  )
}

/** The sentence for what is wrong at one field. */
export function fieldText({ code, kind, limit }: Omit<FieldProblem, 'path'>, t: TFunction): string {
  return t(`errors:field.${code}`, {
    context: kind,
    limit,
    defaultValue: t('errors:field.invalid'),
  })
}

/** The sentence for an error: what happened and what to do. */
export function useErrorText(): (error: unknown) => string {
  const { t, i18n } = useTranslation('errors')
  const formats = useFormats()
  return (error) => {
    const refusal = refusalOf(error)
    if (refusal === null) return t('errors:bug')
    const { code, data } = refusal
    const shown: Record<string, unknown> = { ...data }
    for (const name of ['until', 'startsAt', 'endsAt']) {
      if (typeof data[name] === 'string') shown[name] = formats.time(data[name])
    }
    for (const name of ['day', 'validFrom']) {
      if (typeof data[name] === 'string') shown[name] = formats.day(data[name])
    }
    for (const name of ['missingMinor', 'maximumMinor']) {
      if (typeof data[name] === 'number' && typeof data['currency'] === 'string') {
        shown['amount'] = formatMoney(
          { amountMinor: data[name], currency: data['currency'] },
          i18n.language,
        )
      }
    }
    for (const name of ['from', 'to']) {
      if (typeof data[name] === 'string') shown[name] = statusWord(data[name], t)
    }
    // Some refusals have a sentence for each reason.
    if (code === 'hub-refused') shown['context'] = data['code']
    if (code === 'file-unreadable') shown['context'] = data['reason']
    if (typeof data['weekday'] === 'number') shown['weekday'] = formats.weekday(data['weekday'])
    if (Array.isArray(data['columns'])) shown['columns'] = data['columns'].join(', ')
    return t(`errors:${code}`, { ...shown, defaultValue: t('errors:bug') })
  }
}

/** What a status is called: a booking's, a card's or a mail's. */
function statusWord(status: string, t: TFunction): string {
  return t([`day:status.${status}`, `errors:status.${status}`], { defaultValue: status })
}

/** Tells of a refused action beside the work, without taking the screen away. */
export function useShowError(): (error: unknown) => void {
  const text = useErrorText()
  return (error) =>
    notifications.show({
      color: 'red',
      message: text(error),
      icon: <IconAlertTriangle size={18} />,
      autoClose: 8000,
    })
}

/** An error in the place of what could not be shown, with a way to try again. */
export function ErrorNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation()
  const text = useErrorText()
  return (
    <Alert color="red" icon={<IconAlertTriangle size={18} />} role="alert" m="md" maw="75ch">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{text(error)}</Text>
        {retry !== undefined && (
          <Button size="xs" variant="default" onClick={retry}>
            {t('shell:tryAgain')}
          </Button>
        )}
      </Group>
    </Alert>
  )
}
