/** Where a picture lies under a square window, and the square that is cut out of it. */
import { largestPhotoBytes } from '../../../main/clinic/patients/photo.rules.ts'

export interface Frame {
  /** Pixels of the screen a pixel of the picture. */
  scale: number
  /** 1 is as small as still fills the square. */
  zoom: number
  /** The picture's left upper corner against the square's; never above 0. */
  x: number
  y: number
}

interface Size {
  width: number
  height: number
}

/** The whole of the shorter side, the middle of the longer one. */
export function fitFrame(picture: Size, square: number): Frame {
  const scale = square / Math.min(picture.width, picture.height)
  return bounded(
    {
      scale,
      zoom: 1,
      x: (square - picture.width * scale) / 2,
      y: (square - picture.height * scale) / 2,
    },
    picture,
    square,
  )
}

export function moveFrame(
  frame: Frame,
  picture: Size,
  square: number,
  byX: number,
  byY: number,
): Frame {
  return bounded({ ...frame, x: frame.x + byX, y: frame.y + byY }, picture, square)
}

/** What stands in the middle of the square stays there. */
export function zoomFrame(frame: Frame, picture: Size, square: number, zoom: number): Frame {
  const scale = (square / Math.min(picture.width, picture.height)) * zoom
  const keep = (at: number) => square / 2 - ((square / 2 - at) / frame.scale) * scale
  return bounded({ scale, zoom, x: keep(frame.x), y: keep(frame.y) }, picture, square)
}

/** The square is always filled. */
function bounded(frame: Frame, picture: Size, square: number): Frame {
  const within = (at: number, length: number) =>
    Math.min(0, Math.max(square - length * frame.scale, at))
  return {
    ...frame,
    x: within(frame.x, picture.width),
    y: within(frame.y, picture.height),
  }
}

/** The side of what is kept, in pixels. */
const keptSize = 480

/** Better first; the last is small for any picture of this size. */
const qualities = [0.9, 0.8, 0.6, 0.4]

/** The square under the window as a JPEG that is not larger than a photo may be. */
export async function drawSquare(
  picture: ImageBitmap,
  frame: Frame,
  square: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(keptSize, keptSize)
  const paper = canvas.getContext('2d')
  if (paper === null) throw new Error('This window cannot draw')
  const side = square / frame.scale
  paper.drawImage(
    picture,
    -frame.x / frame.scale,
    -frame.y / frame.scale,
    side,
    side,
    0,
    0,
    keptSize,
    keptSize,
  )
  for (const quality of qualities) {
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality })
    if (blob.size <= largestPhotoBytes) return new Uint8Array(await blob.arrayBuffer())
  }
  throw new Error('The picture stays too large')
}
