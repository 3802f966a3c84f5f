/** What came of an import: how many were taken, and every row that needs a look, with line and reason. */
import { Button, Group, Stack } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../i18n/formats.ts'
import { Key } from '../../components/key.tsx'
import { useRowProblem } from './import-problem.ts'
import type { ImportResult } from './types.ts'
import classes from './patients.module.css'

const kinds = ['refused', 'warning', 'already-there'] as const

/** What was not taken first, each kind in the order of the file. */
function worstFirst(problems: ImportResult['problems']): ImportResult['problems'] {
  return kinds.flatMap((kind) => problems.filter((problem) => problem.kind === kind))
}

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
      {problems.length > 0 && <Problems problems={worstFirst(problems)} />}
      <Group justify="flex-end">
        <Button onClick={onClose} autoFocus rightSection={<Key keys="Enter" />}>
          {t('import.finish')}
        </Button>
      </Group>
    </Stack>
  )
}

/** As high as a line of the stylesheet. */
const lineHeight = 29

/** All of them, however many: only the lines in sight are drawn. */
function Problems({ problems }: { problems: ImportResult['problems'] }) {
  const { t } = useTranslation('patients')
  const scroller = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoized
  const lines = useVirtualizer({
    count: problems.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 20,
  })
  return (
    <div
      ref={scroller}
      className={classes['importTable']}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled from the keyboard
      tabIndex={0}
      role="table"
      aria-label={t('import.problems')}
      aria-rowcount={problems.length + 1}
    >
      <div className={classes['problem']} data-head role="row">
        <span role="columnheader">{t('import.line')}</span>
        <span role="columnheader">{t('import.columnHead')}</span>
        <span role="columnheader">{t('import.reasonHead')}</span>
        <span role="columnheader">{t('import.outcome')}</span>
      </div>
      <div role="rowgroup" style={{ height: lines.getTotalSize(), position: 'relative' }}>
        {lines.getVirtualItems().map(({ index, key, start }) => {
          const problem = problems[index]
          return (
            problem !== undefined && (
              <ProblemLine key={key} problem={problem} index={index} start={start} />
            )
          )
        })}
      </div>
    </div>
  )
}

function ProblemLine({
  problem,
  index,
  start,
}: {
  problem: ImportResult['problems'][number]
  index: number
  start: number
}) {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  const said = useRowProblem()(problem)
  return (
    <div
      className={classes['problem']}
      role="row"
      aria-rowindex={index + 2}
      style={{ position: 'absolute', insetInline: 0, top: start }}
    >
      <span role="cell" className="numbers">
        {formats.number(problem.line)}
      </span>
      <span role="cell" className="cut">
        {problem.column !== null && t(`import.column.${problem.column}`)}
      </span>
      <span role="cell" className="cut" title={said}>
        {said}
      </span>
      <span role="cell" data-kind={problem.kind}>
        {t(`import.kind.${problem.kind}`)}
      </span>
    </div>
  )
}
