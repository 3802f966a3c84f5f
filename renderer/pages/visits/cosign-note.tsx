/** How a signed visit stands with its second signature, and what the one who was asked can do about it. */
import { Alert, Button, Group, Text, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { IconSignature } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { useMe } from '../shell/me.ts'
import type { Encounter } from './use-visit.ts'
import classes from './visit.module.css'

const keys = { cosign: 'Alt+KeyS', giveBack: 'Alt+KeyB' }

export function CosignNote({ encounter }: { encounter: Encounter }) {
  const { t } = useTranslation('visit')
  const formats = useFormats()
  const me = useMe()
  const { state, decisions, cosignerId } = encounter.cosigning
  if (state === 'not-needed') return null
  return (
    <Alert
      mt="md"
      color={state === 'cosigned' ? 'teal' : 'yellow'}
      icon={<IconSignature size={16} />}
      title={t(`cosign.${state}`)}
      classNames={{ title: classes['onNote'] ?? '' }}
    >
      {decisions.map(({ turn, decision, remark, by, decidedAt }) => (
        <Text key={turn} size="sm" style={{ whiteSpace: 'pre-wrap' }}>
          {t(`cosign.by.${decision}`, {
            doctor: formats.name(by),
            moment: formats.moment(decidedAt),
          })}
          {remark !== null && `: ${remark}`}
        </Text>
      ))}
      {state === 'returned' && <Text size="sm">{t('cosign.answer')}</Text>}
      {state === 'awaiting' && cosignerId === me.id && <Decide encounterId={encounter.id} />}
    </Alert>
  )
}

function Decide({ encounterId }: { encounterId: string }) {
  const { t } = useTranslation('visit')
  const trpc = useTRPC()
  const [remark, setRemark] = useState('')
  const decide = useMutation(trpc.visits.cosign.mutationOptions())
  const given = remark.trim() === '' ? null : remark
  const send = (decision: 'cosigned' | 'returned') => {
    if (!decide.isPending) decide.mutate({ encounterId, decision, remark: given })
  }
  useKeys(t('cosign.title'), [
    { keys: keys.cosign, label: t('cosign.sign'), run: () => send('cosigned') },
    { keys: keys.giveBack, label: t('cosign.giveBack'), run: () => send('returned') },
  ])
  return (
    <>
      <Textarea
        label={t('cosign.remark')}
        description={t('cosign.remarkHint')}
        descriptionProps={{ className: classes['onNote'] }}
        autosize
        minRows={1}
        maxLength={4000}
        mt={6}
        value={remark}
        onChange={(event) => setRemark(event.currentTarget.value)}
      />
      <Group gap="xs" mt={8}>
        <Button
          loading={decide.isPending}
          rightSection={<Key keys={keys.cosign} />}
          onClick={() => send('cosigned')}
        >
          {t('cosign.sign')}
        </Button>
        <Button
          variant="default"
          disabled={given === null}
          rightSection={<Key keys={keys.giveBack} />}
          onClick={() => send('returned')}
        >
          {t('cosign.giveBack')}
        </Button>
      </Group>
      {decide.error !== null && <ErrorNote error={decide.error} />}
    </>
  )
}
