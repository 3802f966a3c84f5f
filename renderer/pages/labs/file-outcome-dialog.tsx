/** What came of a laboratory's file, message by message where one was refused. */
import { Alert, Button, Group, Modal, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Key } from '../../components/key.tsx'
import { Facts } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import type { FileOutcome } from './types.ts'
import classes from './labs.module.css'

export function FileOutcomeDialog({ outcome, close }: { outcome: FileOutcome; close: () => void }) {
  const { t } = useTranslation('labs')
  const formats = useFormats()
  const { taken, replayed, matched, unmatched, refused, stray } = outcome
  return (
    <Modal
      opened
      onClose={close}
      title={t('file.title')}
      size="lg"
      yOffset="4vh"
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="sm">
        <Facts
          facts={[
            [t('file.taken'), formats.number(taken)],
            [t('file.matched'), formats.number(matched)],
            [t('file.unmatched'), formats.number(unmatched)],
            [t('file.replayed'), formats.number(replayed)],
            [t('file.refused'), formats.number(refused.length)],
          ]}
        />
        {refused.length > 0 && (
          <ul className={classes['refused']} aria-label={t('file.refused')}>
            {refused.map(({ position, problem }) => (
              <li key={position}>
                {t('file.refusedLine', { number: position, problem: t(`problem.${problem}`) })}
              </li>
            ))}
          </ul>
        )}
        {stray && (
          <Alert color="yellow" p="xs">
            {t('file.stray')}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button data-autofocus onClick={close} rightSection={<Key keys="Enter" />}>
            {t('common:close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
