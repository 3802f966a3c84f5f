/** What came of an import: how many were taken, and every row that needs a look, with line and reason. */
import { Button, Checkbox, Group, Stack } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
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

function Figures({ result, isCheck = false }: { result: ImportResult; isCheck?: boolean }) {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  const { taken, alreadyThere, refused } = result
  const figures = [
    { name: isCheck ? 'wouldTake' : 'taken', sign: 'taken', count: taken },
    { name: 'alreadyThere', sign: 'alreadyThere', count: alreadyThere },
    { name: 'refused', sign: 'refused', count: refused },
  ] as const
  return (
    <Group gap="xl" role="status" className={classes['figures'] ?? ''}>
      {figures.map(({ name, sign, count }) => (
        <div key={name} data-name={sign} data-some={count > 0 || undefined}>
          <b className="numbers">{formats.number(count)}</b>
          <span>{t(`import.${name}`, { count })}</span>
        </div>
      ))}
    </Group>
  )
}

/** What would come of an import: each row's problem, and the choice about those who look like somebody. */
export function ImportCheck({
  result,
  take,
  restart,
}: {
  result: ImportResult
  /** Takes the file but for these lines. */
  take: (leaveOut: number[]) => void
  restart: () => void
}) {
  const { t } = useTranslation('patients')
  const alike = result.problems.filter(({ reason }) => reason === 'likely-duplicate')
  const [leftOut, setLeftOut] = useState<ReadonlySet<number>>(new Set())
  const toggle = (line: number) => {
    const next = new Set(leftOut)
    if (!next.delete(line)) next.add(line)
    setLeftOut(next)
  }
  const isAllLeftOut = alike.length > 0 && leftOut.size === alike.length
  const count = result.taken - leftOut.size
  return (
    <Stack gap="sm">
      <Figures result={result} isCheck />
      {alike.length > 0 && (
        <Checkbox
          label={t('import.leaveOutAlike', { count: alike.length })}
          checked={isAllLeftOut}
          indeterminate={leftOut.size > 0 && !isAllLeftOut}
          onChange={() => setLeftOut(new Set(isAllLeftOut ? [] : alike.map(({ line }) => line)))}
        />
      )}
      {result.problems.length > 0 && (
        <Problems problems={worstFirst(result.problems)} leaving={{ leftOut, toggle }} />
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={restart}>
          {t('import.other')}
        </Button>
        <Button
          autoFocus
          disabled={count === 0}
          onClick={() => take([...leftOut])}
          rightSection={<Key keys="Enter" />}
        >
          {t('import.take', { count })}
        </Button>
      </Group>
    </Stack>
  )
}

export function ImportReport({ result, onClose }: { result: ImportResult; onClose: () => void }) {
  const { t } = useTranslation('patients')
  return (
    <Stack gap="sm">
      <Figures result={result} />
      {result.problems.length > 0 && <Problems problems={worstFirst(result.problems)} />}
      <Group justify="flex-end">
        <Button onClick={onClose} autoFocus rightSection={<Key keys="Enter" />}>
          {t('import.finish')}
        </Button>
      </Group>
    </Stack>
  )
}

/** Which of the lines are not to be taken. */
interface Leaving {
  leftOut: ReadonlySet<number>
  toggle: (line: number) => void
}

/** As high as a line of the stylesheet. */
const lineHeight = 29

/** All of them, however many: only the lines in sight are drawn. */
function Problems({
  problems,
  leaving,
}: {
  problems: ImportResult['problems']
  leaving?: Leaving
}) {
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
              <ProblemLine
                key={key}
                problem={problem}
                index={index}
                start={start}
                {...(leaving && { leaving })}
              />
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
  leaving,
}: {
  problem: ImportResult['problems'][number]
  index: number
  start: number
  leaving?: Leaving
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
        {leaving !== undefined && problem.reason === 'likely-duplicate' ? (
          <Checkbox
            size="xs"
            label={t('import.takeAlike')}
            checked={!leaving.leftOut.has(problem.line)}
            onChange={() => leaving.toggle(problem.line)}
          />
        ) : (
          t(`import.${leaving === undefined ? 'kind' : 'kindChecked'}.${problem.kind}`)
        )}
      </span>
    </div>
  )
}
