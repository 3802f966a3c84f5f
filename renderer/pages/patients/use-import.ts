/** The way of an import: a file, a look at it, a check of every row, the taking, what came of it. */
import { useEffect, useRef, useState } from 'react'
import type { ImportColumn } from '../../../main/clinic/patients/import-columns.rules.ts'
import { useTRPCClient } from '../../trpc.ts'
import type { ImportPreview, ImportProgress, ImportResult } from './types.ts'

type Mapping = (ImportColumn | null)[] | null

interface ChosenFile {
  name: string
  csv: Uint8Array<ArrayBuffer>
  /** What a person said stands at each place; null while the file's own header counts. */
  mapping: Mapping
  /** Lines of those who look like somebody in the registry and are not to be taken. */
  leaveOut: number[]
}

/** Looking at every row without taking one, or taking them. */
export type ImportRun = 'check' | 'take'

export type ImportStep =
  | { name: 'choose'; error: unknown }
  | { name: 'reading'; file: string }
  | { name: 'preview'; file: ChosenFile; preview: ImportPreview }
  | {
      name: 'running'
      run: ImportRun
      file: ChosenFile
      progress: ImportProgress | null
      startedAt: number
    }
  | { name: 'checked'; file: ChosenFile; result: ImportResult }
  | { name: 'done'; file: ChosenFile; result: ImportResult }
  | {
      name: 'stopped'
      run: ImportRun
      file: ChosenFile
      progress: ImportProgress | null
      error: unknown
    }

export function useImport() {
  const client = useTRPCClient()
  const [step, setStep] = useState<ImportStep>({ name: 'choose', error: null })
  const stop = useRef<(() => void) | null>(null)
  useEffect(() => () => stop.current?.(), [])

  async function choose(chosen: File): Promise<void> {
    setStep({ name: 'reading', file: chosen.name })
    try {
      const csv = new Uint8Array(await chosen.arrayBuffer())
      const preview = await client.patients.previewImport.query({ csv })
      const file = { name: chosen.name, csv, mapping: null, leaveOut: [] }
      setStep({ name: 'preview', file, preview })
    } catch (error) {
      setStep({ name: 'choose', error })
    }
  }

  async function map(file: ChosenFile, mapping: Mapping): Promise<void> {
    try {
      const preview = await client.patients.previewImport.query({ csv: file.csv, mapping })
      setStep({ name: 'preview', file: { ...file, mapping }, preview })
    } catch (error) {
      setStep({ name: 'choose', error })
    }
  }

  function start(run: ImportRun, file: ChosenFile): void {
    setStep({ name: 'running', run, file, progress: null, startedAt: performance.now() })
    const ended = (error: unknown) => {
      stop.current = null
      setStep((known) =>
        known.name === 'running'
          ? { name: 'stopped', run, file, progress: known.progress, error }
          : known,
      )
    }
    const { csv, mapping, leaveOut } = file
    const subscription = client.patients.import.subscribe(
      { csv, mapping, leaveOut, dryRun: run === 'check' },
      {
        onData: (event) => {
          if (event.kind === 'done') {
            const { result } = event
            setStep(
              run === 'check' ? { name: 'checked', file, result } : { name: 'done', file, result },
            )
          } else {
            const { progress } = event
            setStep((known) => (known.name === 'running' ? { ...known, progress } : known))
          }
        },
        onError: ended,
        onComplete: () => ended(null),
      },
    )
    stop.current = () => {
      subscription.unsubscribe()
      ended(null)
    }
  }

  return {
    step,
    choose: (file: File) => void choose(file),
    map: (file: ChosenFile, mapping: Mapping) => void map(file, mapping),
    start,
    /** What was taken so far stays; a check took nothing. */
    stop: () => stop.current?.(),
    restart: () => setStep({ name: 'choose', error: null }),
  }
}
