/** Starts the window's page. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { setClock } from './clock.ts'
import { startI18n } from './i18n/i18n.ts'
import { createClinicClient, openPort } from './trpc.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root')

const [client] = await Promise.all([openPort().then(createClinicClient), startI18n()])
setClock(await client.workstation.now.query())

createRoot(root).render(
  <StrictMode>
    <App client={client} />
  </StrictMode>,
)
