/** The first rows of a list as they were understood, before anything is taken. */
import { Select, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { importColumns } from '../../../main/clinic/patients/import-columns.rules.ts'
import { useRowProblem } from './import-problem.ts'
import type { ImportPreview } from './types.ts'
import classes from './patients.module.css'

export function ImportPreviewTable({
  preview,
  fileName,
  map,
}: {
  preview: ImportPreview
  fileName: string
  /** Says what stands at each place of the file. */
  map: (places: ImportPreview['places']) => void
}) {
  const { t } = useTranslation('patients')
  const { columns, count, encoding, format, ignoredColumns, names, places, rows, separator } =
    preview
  return (
    <>
      <Text>
        <b>{fileName}</b> · {t('import.rows', { count })} ·{' '}
        {separator === null
          ? t('import.fhir')
          : `${encodingNames[encoding]} · ${t(`import.separator.${separatorNames[separator]}`)}`}
      </Text>
      {ignoredColumns.length > 0 && (
        <Text size="sm" c="var(--soft)">
          {t(format === 'fhir' ? 'import.ignoredResources' : 'import.ignored', {
            columns: ignoredColumns.join(', '),
          })}
        </Text>
      )}
      {format === 'csv' && (
        <details open={preview.missingColumns.length > 0}>
          <summary>{t('import.mapping')}</summary>
          <div className={classes['mapping']}>
            {names.map((name, place) => (
              <Select
                // oxlint-disable-next-line react/no-array-index-key -- a place of the file is its number
                key={place}
                label={name === '' ? t('import.place', { number: place + 1 }) : name}
                size="xs"
                clearable
                placeholder={t('import.leaveOut')}
                value={places[place] ?? null}
                onChange={(value) => map(placesWith(places, place, value))}
                data={importColumns.map((column) => ({
                  value: column,
                  label: t(`import.column.${column}`),
                }))}
              />
            ))}
          </div>
        </details>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled from the keyboard */}
      <div className={classes['importTable']} tabIndex={0} role="region" aria-label={fileName}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t(format === 'fhir' ? 'import.entry' : 'import.line')}</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`import.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <PreviewRow key={row.line} row={row} columns={columns} />
            ))}
          </tbody>
        </table>
      </div>
      {count > rows.length && (
        <Text size="sm" c="var(--soft)">
          {t('import.more', { count: count - rows.length })}
        </Text>
      )}
    </>
  )
}

const encodingNames = { 'utf-8': 'UTF-8', 'windows-1251': 'Windows-1251' } as const
const separatorNames = { ',': 'comma', ';': 'semicolon', '\t': 'tab' } as const

/** The places with another column at one of them; a column stands at one place alone. */
function placesWith(
  places: ImportPreview['places'],
  place: number,
  value: string | null,
): ImportPreview['places'] {
  const chosen = importColumns.find((column) => column === value) ?? null
  return places.map((column, index) => {
    if (index === place) return chosen
    return column === chosen ? null : column
  })
}

function PreviewRow({
  row,
  columns,
}: {
  row: ImportPreview['rows'][number]
  columns: ImportPreview['columns']
}) {
  const { t } = useTranslation('patients')
  const problemText = useRowProblem()
  const { line, problems, values } = row
  const bad = new Set(problems.map(({ column }) => column))
  return (
    <>
      <tr data-bad={problems.length > 0 || undefined}>
        <td>{line}</td>
        {columns.map((column) => (
          <td
            key={column}
            className="cut"
            title={values[column]}
            data-bad={bad.has(column) || undefined}
          >
            {values[column]}
          </td>
        ))}
      </tr>
      {problems.length > 0 && (
        <tr className={classes['rowProblem']}>
          <td colSpan={columns.length + 1}>
            {problems
              .map((problem) => {
                const said = problemText(problem)
                return problem.column === null
                  ? said
                  : `${t(`import.column.${problem.column}`)}: ${said}`
              })
              .join(' ')}
          </td>
        </tr>
      )}
    </>
  )
}
