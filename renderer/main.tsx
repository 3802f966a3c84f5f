/** Starts the window's page. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { setClock } from './clock.ts'
import { startI18n } from './i18n/i18n.ts'
import { createClinicClient, openPort } from './trpc.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root')

const connecting = openPort().then(createClinicClient)
const [client, now] = await Promise.all([
  connecting,
  connecting.then((opened) => opened.workstation.now.query()),
  startI18n(),
])
setClock(now)

createRoot(root).render(
  <StrictMode>
    <App client={client} />
  </StrictMode>,
)
