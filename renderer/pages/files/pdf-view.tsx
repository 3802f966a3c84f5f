/** A PDF inside the window: pages drawn one after another as they come into view, nothing fetched from anywhere. */
import { Text } from '@mantine/core'
import {
  getDocument,
  GlobalWorkerOptions,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from 'pdfjs-dist'
import workerAddress from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Loading } from '../../components/loading.tsx'
import classes from './files.module.css'

GlobalWorkerOptions.workerSrc = workerAddress

export type PdfSource = { address: string } | { bytes: Uint8Array }

export function PdfView({ source, label }: { source: PdfSource; label: string }) {
  const { t } = useTranslation('documents')
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null)
  const [isBroken, setIsBroken] = useState(false)
  useEffect(() => {
    setPdf(null)
    setIsBroken(false)
    // The library takes the bytes away to its worker: it gets a copy of its own.
    const from =
      'bytes' in source ? { data: Uint8Array.from(source.bytes) } : { url: source.address }
    const loading = getDocument({ ...from, enableXfa: false, disableAutoFetch: true })
    let isGone = false
    loading.promise.then(
      (opened) => {
        if (!isGone) setPdf(opened)
      },
      () => {
        if (!isGone) setIsBroken(true)
      },
    )
    return () => {
      isGone = true
      void loading.destroy()
    }
  }, [source])
  if (isBroken) return <Text c="var(--bad)">{t('preview.broken')}</Text>
  if (pdf === null) return <Loading />
  return (
    <div className={classes['pdf']} role="region" aria-label={label}>
      {Array.from({ length: pdf.numPages }, (_, index) => (
        <PdfPage key={index} pdf={pdf} number={index + 1} />
      ))}
    </div>
  )
}

/** Drawn when it comes near the window's edge; a document of hundreds of pages opens as quickly as a short one. */
function PdfPage({ pdf, number }: { pdf: PDFDocumentProxy; number: number }) {
  const { t } = useTranslation('documents')
  const canvas = useRef<HTMLCanvasElement>(null)
  const [isDrawn, setIsDrawn] = useState(false)
  useEffect(() => {
    const element = canvas.current
    if (element === null) return undefined
    let drawing: ReturnType<PDFPageProxy['render']> | null = null
    let isGone = false
    async function draw(on: HTMLCanvasElement): Promise<void> {
      const page = await pdf.getPage(number)
      if (isGone) return
      const unscaled = page.getViewport({ scale: 1 })
      const width = on.parentElement?.clientWidth ?? unscaled.width
      const scale = (Math.min(width, 900) / unscaled.width) * window.devicePixelRatio
      const viewport = page.getViewport({ scale })
      on.width = viewport.width
      on.height = viewport.height
      drawing = page.render({ canvas: on, viewport })
      await drawing.promise
      if (!isGone) setIsDrawn(true)
    }
    const nearby = new IntersectionObserver(
      ([seen]) => {
        if (seen?.isIntersecting !== true) return
        nearby.disconnect()
        // A drawing that is called off because the page went away is no error.
        draw(element).catch(() => undefined)
      },
      { rootMargin: '600px' },
    )
    nearby.observe(element)
    return () => {
      isGone = true
      nearby.disconnect()
      drawing?.cancel()
    }
  }, [pdf, number])
  return (
    <canvas
      ref={canvas}
      className={classes['page']}
      role="img"
      data-drawn={isDrawn || undefined}
      aria-label={t('preview.page', { page: number, pages: pdf.numPages })}
    />
  )
}
