/** Inviting one more workstation: a picture to scan, a line to copy, a code to type, and how long they hold. */
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nowIso } from '../../clock.ts'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { BranchChoice, useRooms } from './branch-choice.tsx'
import classes from './hub.module.css'
import { QrCode } from './qr-code.tsx'

/** Long enough to walk to the other desk. */
const holdsMinutes = 15

/** How often it is looked whether somebody has joined. */
const lookMs = 2000

export function InviteDialog({ close }: { close: () => void }) {
  const { t } = useTranslation('hub')
  const trpc = useTRPC()
  const rooms = useRooms()
  const [branches, setBranches] = useState<string[] | null>(null)
  const [isIncomplete, setIncomplete] = useState(false)
  const invite = useMutation(trpc.hosting.invite.mutationOptions())
  const make = () => {
    if (branches?.length === 0) setIncomplete(true)
    else invite.mutate({ minutes: holdsMinutes, branches })
  }
  return (
    <Modal
      opened
      onClose={close}
      title={t('invite.title')}
      size={660}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="md">
        {invite.error !== null && <ErrorNote error={invite.error} retry={make} />}
        {invite.data !== undefined ? (
          <>
            <Text size="sm" c="var(--soft)">
              {t('invite.lead')}
            </Text>
            <Invitation key={invite.data.code} invitation={invite.data} again={make} />
          </>
        ) : rooms === undefined ? (
          <Loading />
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault()
              make()
            }}
          >
            <Stack gap="md">
              <BranchChoice
                rooms={rooms}
                value={branches}
                onChange={(value) => {
                  setBranches(value)
                  setIncomplete(false)
                }}
                isIncomplete={isIncomplete}
              />
              <Group justify="flex-end">
                <Button
                  type="submit"
                  loading={invite.isPending}
                  rightSection={<Key keys="Enter" />}
                >
                  {t('invite.make')}
                </Button>
              </Group>
            </Stack>
          </form>
        )}
      </Stack>
    </Modal>
  )
}

function Invitation({
  invitation: { invitation, code, expiresAt },
  again,
}: {
  invitation: { invitation: string; code: string; expiresAt: string }
  again: () => void
}) {
  const { t } = useTranslation('hub')
  const formats = useFormats()
  const isOver = useIsOver(expiresAt)
  const joined = useJoined()
  return (
    <div className={classes['invite']}>
      <QrCode text={invitation} label={t('invite.qr')} isOver={isOver || joined !== null} />
      <Stack gap="sm">
        <div>
          <Text size="sm" fw={600}>
            {t('invite.code')}
          </Text>
          <div className={classes['code']}>{inFours(code)}</div>
        </div>
        <TextInput
          label={t('invite.line')}
          description={t('invite.lineHint')}
          readOnly
          autoFocus
          value={invitation}
          styles={{ input: { fontFamily: 'ui-monospace, "DejaVu Sans Mono", monospace' } }}
          onFocus={(event) => event.currentTarget.select()}
        />
        {joined !== null ? (
          <Text fw={600} c="var(--ok)" role="status">
            {t('invite.joined', joined)}
          </Text>
        ) : isOver ? (
          <Text c="var(--warn)" fw={600} role="status">
            {t('invite.expired')}
          </Text>
        ) : (
          <Text c="var(--soft)" className="numbers">
            {t('invite.until', { time: formats.time(expiresAt) })}
          </Text>
        )}
        {(isOver || joined !== null) && <Button onClick={again}>{t('invite.again')}</Button>}
      </Stack>
    </div>
  )
}

/** Four by four, as it is read aloud and typed. */
function inFours(code: string): string {
  return (
    code
      .replaceAll('-', '')
      .match(/.{1,4}/g)
      ?.join('-') ?? code
  )
}

/** Whether an instant has passed; looks once a second. */
function useIsOver(expiresAt: string): boolean {
  const [now, setNow] = useState(nowIso)
  useEffect(() => {
    const timer = setInterval(() => setNow(nowIso()), 1000)
    return () => clearInterval(timer)
  }, [])
  return now >= expiresAt
}

/** The workstation that has joined since the invitation was shown, or null. */
function useJoined(): { name: string; prefix: string } | null {
  const trpc = useTRPC()
  const devices = useQuery({
    ...trpc.hosting.devices.queryOptions(),
    refetchInterval: lookMs,
    staleTime: 0,
  }).data
  const [before, setBefore] = useState<ReadonlySet<string> | null>(null)
  useEffect(() => {
    if (before === null && devices !== undefined) setBefore(new Set(devices.map(({ id }) => id)))
  }, [before, devices])
  if (before === null) return null
  return devices?.find(({ id }) => !before.has(id)) ?? null
}
