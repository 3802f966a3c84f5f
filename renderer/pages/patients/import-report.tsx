/** What came of an import: how many were taken, and every row that needs a look, with line and reason. */
import { Button, Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../i18n/formats.ts'
import { Key } from '../../components/key.tsx'
import { useRowProblem } from './import-problem.ts'
import type { ImportResult } from './types.ts'
import classes from './patients.module.css'

/** A list longer than this is put right in its own program first. */
const shownProblems = 500

export function ImportReport({ result, onClose }: { result: ImportResult; onClose: () => void }) {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  const { taken, alreadyThere, refused, problems } = result
  const figures = [
    { name: 'taken', count: taken },
    { name: 'alreadyThere', count: alreadyThere },
    { name: 'refused', count: refused },
  ] as const
  return (
    <Stack gap="sm">
      <Group gap="xl" role="status" className={classes['figures'] ?? ''}>
        {figures.map(({ name, count }) => (
          <div key={name} data-name={name} data-some={count > 0 || undefined}>
            <b className="numbers">{formats.number(count)}</b>
            <span>{t(`import.${name}`, { count })}</span>
          </div>
        ))}
      </Group>
      {problems.length > 0 && <Problems problems={problems.slice(0, shownProblems)} />}
      {problems.length > shownProblems && (
        <Text size="sm" c="var(--soft)">
          {t('import.more', { count: problems.length - shownProblems })}
        </Text>
      )}
      <Group justify="flex-end">
        <Button onClick={onClose} autoFocus rightSection={<Key keys="Enter" />}>
          {t('import.finish')}
        </Button>
      </Group>
    </Stack>
  )
}

function Problems({ problems }: { problems: ImportResult['problems'] }) {
  const { t } = useTranslation('patients')
  const problemText = useRowProblem()
  return (
    <div
      className={classes['importTable']}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled from the keyboard
      tabIndex={0}
      role="region"
      aria-label={t('import.problems')}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{t('import.line')}</th>
            <th scope="col">{t('import.columnHead')}</th>
            <th scope="col">{t('import.reasonHead')}</th>
            <th scope="col">{t('import.outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {problems.map((problem, index) => (
            // The same line can be named twice; the list does not change.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              <td>{problem.line}</td>
              <td>{problem.column !== null && t(`import.column.${problem.column}`)}</td>
              <td>{problemText(problem)}</td>
              <td data-kind={problem.kind}>{t(`import.kind.${problem.kind}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
