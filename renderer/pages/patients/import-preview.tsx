/** The first rows of a list as they were understood, before anything is taken. */
import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useRowProblem } from './import-problem.ts'
import type { ImportPreview } from './types.ts'
import classes from './patients.module.css'

export function ImportPreviewTable({
  preview,
  fileName,
}: {
  preview: ImportPreview
  fileName: string
}) {
  const { t } = useTranslation('patients')
  const { columns, count, ignoredColumns, rows } = preview
  return (
    <>
      <Text>
        <b>{fileName}</b> · {t('import.rows', { count })}
      </Text>
      {ignoredColumns.length > 0 && (
        <Text size="sm" c="var(--soft)">
          {t('import.ignored', { columns: ignoredColumns.join(', ') })}
        </Text>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled from the keyboard */}
      <div className={classes['importTable']} tabIndex={0} role="region" aria-label={fileName}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('import.line')}</th>
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
