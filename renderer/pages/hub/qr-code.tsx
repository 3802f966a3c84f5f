/** A QR code as a drawing: dark on white in either look, or cameras do not read it. */
import { useMemo } from 'react'
import classes from './hub.module.css'
import { qrDrawing } from './qr-drawing.ts'

export function QrCode({ text, label, isOver }: { text: string; label: string; isOver: boolean }) {
  const { path, size } = useMemo(() => qrDrawing(text), [text])
  return (
    <svg
      className={classes['qr']}
      data-over={isOver || undefined}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#000" />
    </svg>
  )
}
