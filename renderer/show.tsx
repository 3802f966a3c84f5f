/** Draws the page once there is a port to the services. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { setClock } from './clock.ts'
import { startI18n } from './i18n/i18n.ts'
import { lookAtLayout } from './keyboard/bindings.ts'
import { createClinicClient } from './trpc.ts'

export async function show(port: MessagePort): Promise<void> {
  const root = document.getElementById('root')
  if (root === null) throw new Error('The page has no root')
  const client = createClinicClient(port)
  const [now] = await Promise.all([client.workstation.now.query(), startI18n()])
  setClock(now)
  // Whoever comes back may have turned to another layout meanwhile.
  window.addEventListener('focus', () => void lookAtLayout())
  void lookAtLayout()
  createRoot(root).render(
    <StrictMode>
      <App client={client} />
    </StrictMode>,
  )
}
