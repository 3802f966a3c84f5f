/** The waiting-room screen's page: a window of its own, with a door of its own and no key to any other. */
import '@fontsource-variable/inter/index.css'
import '../theme/global.css'
import { createTRPCClient } from '@trpc/client'
import { createRoot } from 'react-dom/client'
import type { WaitingRoomRouter } from '../../main/ipc/waiting-room.router.ts'
import { startI18n } from '../i18n/i18n.ts'
import { openPort } from '../port.ts'
import { portLink } from '../trpc.ts'
import { WaitingRoom } from './waiting-room.tsx'

const [port] = await Promise.all([openPort(), startI18n()])
const client = createTRPCClient<WaitingRoomRouter>({ links: [portLink(port)] })
const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root')
createRoot(root).render(<WaitingRoom client={client} />)
