/** The way of an import: a file, a look at it, the taking, what came of it. */
import { useEffect, useRef, useState } from 'react'
import { useTRPCClient } from '../../trpc.ts'
import type { ImportPreview, ImportProgress, ImportResult } from './types.ts'

interface ChosenFile {
  name: string
  csv: Uint8Array<ArrayBuffer>
}

export type ImportStep =
  | { name: 'choose'; error: unknown }
  | { name: 'reading'; file: string }
  | { name: 'preview'; file: ChosenFile; preview: ImportPreview }
  | { name: 'running'; file: ChosenFile; progress: ImportProgress | null; startedAt: number }
  | { name: 'done'; file: ChosenFile; result: ImportResult }
  | { name: 'stopped'; file: ChosenFile; progress: ImportProgress | null; error: unknown }

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
      setStep({ name: 'preview', file: { name: chosen.name, csv }, preview })
    } catch (error) {
      setStep({ name: 'choose', error })
    }
  }

  function take(file: ChosenFile): void {
    setStep({ name: 'running', file, progress: null, startedAt: performance.now() })
    const ended = (error: unknown) => {
      stop.current = null
      setStep((known) =>
        known.name === 'running'
          ? { name: 'stopped', file, progress: known.progress, error }
          : known,
      )
    }
    const subscription = client.patients.import.subscribe(
      { csv: file.csv },
      {
        onData: (event) => {
          if (event.kind === 'done') setStep({ name: 'done', file, result: event.result })
          else {
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
    take,
    /** What was taken so far stays. */
    stop: () => stop.current?.(),
    restart: () => setStep({ name: 'choose', error: null }),
  }
}
