/** The look: calm, dense, white paper on a light ground, one accent. */
import { createTheme, type MantineColorsTuple } from '@mantine/core'

const petrol: MantineColorsTuple = [
  '#e3f3f5',
  '#cfe8ec',
  '#a3d3da',
  '#74bdc8',
  '#4fabb8',
  '#369faf',
  '#0b7285',
  '#0a6577',
  '#085766',
  '#064955',
]

/** The greys of the dark scheme, made of the same blue as its grounds: 7 is paper, 8 is ground, 4 a strong line. */
const dark: MantineColorsTuple = [
  '#e6ebef',
  '#c6d0d8',
  '#9fadb9',
  '#8a99a6',
  '#43525d',
  '#2f3b44',
  '#222c33',
  '#1a2228',
  '#12181d',
  '#0b161c',
]

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 6, dark: 6 },
  colors: { petrol, dark },
  fontFamily: `'Inter Variable', 'Noto Sans', 'DejaVu Sans', sans-serif`,
  fontFamilyMonospace: `ui-monospace, 'DejaVu Sans Mono', monospace`,
  fontSizes: { xs: '11.5px', sm: '13px', md: '13.5px', lg: '16px', xl: '19px' },
  spacing: { xs: '6px', sm: '10px', md: '14px', lg: '20px', xl: '28px' },
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '20px' }, h2: { fontSize: '16px' }, h3: { fontSize: '14px' } },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'always',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', checkIconPosition: 'right' } },
    Modal: {
      defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.35 } },
      styles: { title: { fontSize: '16px', fontWeight: 650 } },
    },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
  },
})
