/** Choosing the file of an import, beside what its columns may be. */
import { Button, Code, FileButton, Group, Loader, Stack, Text, Title } from '@mantine/core'
import { IconFileTypeCsv } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { importColumns } from '../../../main/clinic/patients/import-columns.rules.ts'
import classes from './patients.module.css'

const needed: readonly string[] = ['family', 'given']

export function ImportFile({
  choose,
  reading,
}: {
  choose: (file: File) => void
  /** The file that is being read now. */
  reading: string | null
}) {
  const { t } = useTranslation('patients')
  const [over, setOver] = useState(false)
  return (
    <Stack gap="md">
      <div
        className={classes['drop']}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          const [file] = event.dataTransfer.files
          if (file !== undefined) choose(file)
        }}
      >
        {reading === null ? (
          <>
            <IconFileTypeCsv size={30} stroke={1.4} aria-hidden />
            <FileButton
              accept=".csv,.json,.ndjson,text/csv,application/json,application/fhir+json"
              onChange={(file) => {
                if (file !== null) choose(file)
              }}
              inputProps={{ 'aria-label': t('import.choose') }}
            >
              {(props) => (
                <Button {...props} data-autofocus>
                  {t('import.choose')}
                </Button>
              )}
            </FileButton>
            <Text size="sm" c="var(--soft)">
              {t('import.drop')}
            </Text>
          </>
        ) : (
          <Group gap="xs" role="status">
            <Loader size="sm" aria-hidden />
            {t('import.reading', { name: reading })}
          </Group>
        )}
      </div>
      <Stack gap={6}>
        <Title order={3}>{t('import.columns')}</Title>
        <Text size="sm" c="var(--soft)" maw="75ch">
          {t('import.columnsHint')}
        </Text>
        <div className={classes['columns']}>
          {importColumns.map((column) => (
            <div key={column} className={classes['column']}>
              <Code>{column}</Code>
              <span>
                {t(`import.column.${column}`)}
                {needed.includes(column) && <b>, {t('import.needed')}</b>}
              </span>
              <span className={classes['soft']}>{t(`import.example.${column}`)}</span>
            </div>
          ))}
        </div>
      </Stack>
    </Stack>
  )
}
