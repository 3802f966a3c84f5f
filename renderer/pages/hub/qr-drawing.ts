/** A text as the squares of a QR code. */
import { encodeQR } from 'qr'

/** The white edge that the standard asks for, in modules (ISO/IEC 18004, 6.3.8). */
const quietModules = 4

/** One SVG path for all dark modules, in a square of `size` modules with its white edge. */
export function qrDrawing(text: string): { path: string; size: number } {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: quietModules })
  const runs = rows.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
  )
  return { path: runs.join(''), size: rows.length }
}
