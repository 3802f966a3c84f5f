/** A list of patients from another program: choose the file, look at it, take it, see what came of it. */
import { Button, Group, Loader, Modal, Progress, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { ImportFile } from './import-file.tsx'
import { ImportPreviewTable } from './import-preview.tsx'
import { ImportCheck, ImportReport } from './import-report.tsx'
import type { ImportPreview } from './types.ts'
import { type ImportStep, useImport } from './use-import.ts'
import classes from './patients.module.css'

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('patients')
  const list = useImport()
  const { step } = list
  const isRunning = step.name === 'running'
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('import.title')}
      size={1000}
      yOffset={20}
      closeOnClickOutside={false}
      closeOnEscape={!isRunning}
      withCloseButton={!isRunning}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {(step.name === 'choose' || step.name === 'reading') && (
        <>
          {step.name === 'choose' && step.error !== null && <ErrorNote error={step.error} />}
          <ImportFile choose={list.choose} reading={step.name === 'reading' ? step.file : null} />
        </>
      )}
      {step.name === 'preview' && (
        <Preview
          step={step}
          check={() => list.start('check', step.file)}
          map={(mapping) => list.map(step.file, mapping)}
          restart={list.restart}
        />
      )}
      {step.name === 'running' && <Running step={step} stop={list.stop} />}
      {step.name === 'stopped' && (
        <Stack gap="sm">
          {step.error !== null && <ErrorNote error={step.error} />}
          <Text role="status">
            {step.run === 'check'
              ? t('import.checkStopped')
              : t('import.stopped', { count: step.progress?.done ?? 0 })}
          </Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('close')}
            </Button>
            <Button onClick={() => list.start(step.run, step.file)} autoFocus>
              {t('import.again')}
            </Button>
          </Group>
        </Stack>
      )}
      {step.name === 'checked' && (
        <ImportCheck
          result={step.result}
          restart={list.restart}
          take={(leaveOut) => list.start('take', { ...step.file, leaveOut })}
        />
      )}
      {step.name === 'done' && <ImportReport result={step.result} onClose={onClose} />}
    </Modal>
  )
}

function Preview({
  step,
  check,
  map,
  restart,
}: {
  step: Extract<ImportStep, { name: 'preview' }>
  check: () => void
  map: (mapping: ImportPreview['places']) => void
  restart: () => void
}) {
  const { t } = useTranslation('patients')
  const { preview, file } = step
  const { missingColumns } = preview
  return (
    <form
      className={classes['importStep']}
      onSubmit={(event) => {
        event.preventDefault()
        check()
      }}
    >
      <ImportPreviewTable preview={preview} fileName={file.name} map={map} />
      {missingColumns.length > 0 && (
        <Text role="alert" c="var(--bad)">
          {t('import.missing', {
            columns: missingColumns.map((column) => t(`import.column.${column}`)).join(', '),
          })}
        </Text>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={restart}>
          {t('import.other')}
        </Button>
        <Button
          type="submit"
          autoFocus
          disabled={preview.count === 0 || missingColumns.length > 0}
          rightSection={<Key keys="Enter" />}
        >
          {t('import.check', { count: preview.count })}
        </Button>
      </Group>
    </form>
  )
}

function Running({
  step,
  stop,
}: {
  step: Extract<ImportStep, { name: 'running' }>
  stop: () => void
}) {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  const { progress, startedAt } = step
  const [now, setNow] = useState(startedAt)
  useEffect(() => setNow(performance.now()), [progress])
  if (progress === null || progress.total === 0) return <Loader size="sm" />
  const share = progress.done / progress.total
  const secondsLeft = share < 0.03 ? 0 : Math.ceil(((now - startedAt) / 1000) * (1 / share - 1))
  return (
    <Stack gap="sm">
      <Progress value={share * 100} size="lg" radius="md" aria-label={t('import.title')} />
      <Group justify="space-between">
        <Text size="sm" c="var(--soft)" className="numbers" role="status">
          {formats.number(progress.done)} / {formats.number(progress.total)}
          {secondsLeft > 0 && ` · ${t('start:demo.left', { count: secondsLeft })}`}
        </Text>
        <Button variant="default" onClick={stop} autoFocus>
          {t('import.stop')}
        </Button>
      </Group>
    </Stack>
  )
}
