/** The few text styles and colours that all printed forms share; sizes in points. */
import type { Weight } from './fonts.ts'

export interface TextStyle {
  weight: Weight
  size: number
  /** Distance from one line's top to the next. */
  leading: number
  colour: string
}

export const colours = { ink: '#16242c', muted: '#5c6a73', hairline: '#cdd5da', accent: '#0b6677' }

const { ink, muted, accent } = colours

export const styles = {
  clinic: { weight: 'strong', size: 13.5, leading: 18, colour: accent },
  small: { weight: 'regular', size: 8, leading: 11, colour: muted },
  title: { weight: 'strong', size: 19, leading: 26, colour: ink },
  subtitle: { weight: 'regular', size: 10, leading: 14, colour: muted },
  section: { weight: 'strong', size: 9.5, leading: 13.5, colour: accent },
  label: { weight: 'regular', size: 8, leading: 11, colour: muted },
  body: { weight: 'regular', size: 10, leading: 14.5, colour: ink },
  strong: { weight: 'strong', size: 10, leading: 14.5, colour: ink },
  name: { weight: 'strong', size: 12.5, leading: 17.5, colour: ink },
  sum: { weight: 'strong', size: 12, leading: 17, colour: ink },
  columnHead: { weight: 'regular', size: 8, leading: 11, colour: muted },
  cell: { weight: 'regular', size: 9.5, leading: 13.5, colour: ink },
} satisfies Record<string, TextStyle>
