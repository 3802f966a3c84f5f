/** A QR code as a drawing: dark on white in either look, or cameras do not read it. */
import { encodeQR } from 'qr'
import { useMemo } from 'react'
import classes from './hub.module.css'

/** The white edge that the standard asks for, in modules (ISO/IEC 18004, 6.3.8). */
const quietModules = 4

export function QrCode({ text, label, isOver }: { text: string; label: string; isOver: boolean }) {
  const { path, size } = useMemo(() => drawingOf(text), [text])
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

/** One path for all dark modules, line by line. */
function drawingOf(text: string): { path: string; size: number } {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: quietModules })
  const runs = rows.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
  )
  return { path: runs.join(''), size: rows.length }
}
