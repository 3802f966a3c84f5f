/** Starts the window's page: port, texts and screens are asked for all at once. */
import { fetchTexts, firstLanguage } from './i18n/texts.ts'
import { openPort } from './port.ts'

const [port, { show }] = await Promise.all([
  openPort(),
  import('./show.tsx'),
  fetchTexts(firstLanguage()),
])
await show(port)
