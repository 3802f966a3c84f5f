/** A PDF that a call answered with, shown like every other. */
import { lazy, Suspense, useMemo } from 'react'
import { Loading } from '../../components/loading.tsx'

const PdfView = lazy(async () => ({ default: (await import('./pdf-view.tsx')).PdfView }))

export function PdfBytes({ bytes, label }: { bytes: Uint8Array; label: string }) {
  const source = useMemo(() => ({ bytes }), [bytes])
  return (
    <Suspense fallback={<Loading />}>
      <PdfView source={source} label={label} />
    </Suspense>
  )
}
