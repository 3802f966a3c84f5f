/** A time has become free: whom of the waitlist it would suit, in the order in which they are asked. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../components/errors.tsx'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import classes from './waitlist-offers.module.css'

export interface FreedTime {
  doctor: { id: string; family: string; given: string; patronymic: string | null }
  startsAt: string
  endsAt: string
}

const answers = ['declined', 'thinking', 'not-reached'] as const

type Suiting = RouterOutputs['waitlist']['suiting'][number]

/** Opens only when somebody waits for such a time. */
export function WaitlistOffers({
  freed,
  close,
  booked,
}: {
  freed: FreedTime
  close: () => void
  booked: (appointmentId: string) => void
}) {
  const { t } = useTranslation('booking')
  const trpc = useTRPC()
  const formats = useFormats()
  const { doctor, startsAt, endsAt } = freed
  const question = { practitionerId: doctor.id, startsAt, endsAt }
  const suiting = useQuery(trpc.waitlist.suiting.queryOptions(question))
  const nobody = suiting.data?.length === 0
  useEffect(() => {
    if (nobody) close()
  }, [nobody, close])
  const answer = useMutation(
    trpc.waitlist.answer.mutationOptions({
      onSuccess: ({ booking }) => {
        if (booking !== null) booked(booking.id)
      },
    }),
  )
  if (suiting.data === undefined || nobody) return null
  return (
    <Modal
      opened
      onClose={close}
      size={760}
      title={t('waitlist.freed', {
        moment: `${formats.longDay(formats.dayOf(startsAt))}, ${formats.time(startsAt)}`,
        doctor: formats.shortName(doctor),
      })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="xs">
        <Text size="sm" c="var(--soft)">
          {t('waitlist.freedHint')}
        </Text>
        {answer.error !== null && <ErrorNote error={answer.error} />}
        <ol className={classes['offers']}>
          {suiting.data.map((entry, index) => (
            <li key={entry.id}>
              <Who entry={entry} startsAt={startsAt} />
              <Group gap={5} wrap="nowrap">
                <Button
                  size="xs"
                  variant={index === 0 ? 'filled' : 'default'}
                  loading={answer.isPending && answer.variables.entryId === entry.id}
                  onClick={() =>
                    answer.mutate({
                      entryId: entry.id,
                      version: entry.version,
                      ...question,
                      answer: 'accepted',
                      note: null,
                    })
                  }
                >
                  {t('waitlist.answer.accepted')}
                </Button>
                {answers.map((name) => (
                  <Button
                    key={name}
                    size="xs"
                    variant="default"
                    onClick={() =>
                      answer.mutate({
                        entryId: entry.id,
                        version: entry.version,
                        ...question,
                        answer: name,
                        note: null,
                      })
                    }
                  >
                    {t(`waitlist.answer.${name}`)}
                  </Button>
                ))}
              </Group>
            </li>
          ))}
        </ol>
      </Stack>
    </Modal>
  )
}

function Who({ entry, startsAt }: { entry: Suiting; startsAt: string }) {
  const { t } = useTranslation('booking')
  const formats = useFormats()
  const last = entry.calls.findLast((call) => call.startsAt === startsAt)
  return (
    <div className={classes['who']}>
      <b className="cut">{formats.name(entry.patient)}</b>
      <span className="numbers">{entry.patient.phones.join(', ')}</span>
      <span className="cut">
        {[t(`waitlist.urgency.${entry.urgency}`), entry.service.name, entry.note]
          .filter((part) => part !== null)
          .join(' · ')}
      </span>
      {last !== undefined && (
        <span data-said>
          {t('waitlist.said', {
            answer: t(`waitlist.saidWord.${last.answer}`),
            moment: formats.shortMoment(last.at),
            by: last.by === null ? '' : formats.shortName(last.by),
          })}
        </span>
      )}
    </div>
  )
}
