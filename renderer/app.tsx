/** The page: providers around the one question of what this workstation needs now. */
import '@fontsource-variable/inter/index.css'
import '@mantine/core/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/notifications/styles.css'
import './theme/global.css'
import { MantineProvider } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useEffect, useState } from 'react'
import { HashRouter } from 'react-router'
import { refusalOf } from './components/errors.tsx'
import { late } from './components/late.tsx'
import { Loading } from './components/loading.tsx'
import { Toasts } from './components/toasts.tsx'
import { fetchWhenIdle } from './idle.ts'
import { useCover } from './pages/session/cover.ts'
import { LockScreen } from './pages/session/lock-screen.tsx'
import { SignInPage } from './pages/session/sign-in-page.tsx'
import { DatabasePassphrasePage } from './pages/start/database-passphrase-page.tsx'
import { DemoProgressPage } from './pages/start/demo-progress-page.tsx'
import { FirstStartPage } from './pages/start/first-start-page.tsx'
import { TroublePage } from './pages/start/trouble-page.tsx'
import { type ClinicClient, TRPCProvider, useTRPC } from './trpc.ts'
import { theme } from './theme/theme.ts'

/** Nobody sees the clinic before they signed in, so the sign-in page need not wait for it. */
const Shell = late(async () => (await import('./pages/shell/shell.tsx')).Shell, <Loading />)

export function App({ client }: { client: ClinicClient }) {
  const [queries] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            // The database is in the next process and commits are told: nothing goes stale by itself.
            staleTime: Number.POSITIVE_INFINITY,
            refetchOnWindowFocus: false,
            networkMode: 'always',
            retry: (failures, error) => refusalOf(error) === null && failures < 1,
          },
          mutations: { networkMode: 'always', retry: false },
        },
      }),
  )
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <TRPCProvider trpcClient={client} queryClient={queries}>
          <Toasts />
          <HashRouter>
            <Gate />
          </HashRouter>
        </TRPCProvider>
      </QueryClientProvider>
    </MantineProvider>
  )
}

/** First start, passphrase, trouble, or the clinic itself. */
function Gate() {
  const trpc = useTRPC()
  const [isFirstStart, setIsFirstStart] = useState(false)
  const { data: state } = useSubscription(
    trpc.workstation.state.subscriptionOptions(undefined, {
      onData: ({ name }) => {
        if (name !== 'opening') setIsFirstStart(name === 'first-start' || name === 'joining')
      },
    }),
  )
  if (state === undefined || (state.name === 'opening' && !isFirstStart)) return <Loading />
  switch (state.name) {
    case 'opening':
    case 'first-start':
    case 'joining':
      // One page for all, so that what was typed is still there when the clinic or the hub refuses it.
      return (
        <FirstStartPage
          needsDatabasePassphrase={state.name === 'first-start' && state.needsDatabasePassphrase}
          joining={state.name === 'joining' ? state.progress : null}
        />
      )
    case 'database-passphrase':
      return <DatabasePassphrasePage wrong={state.wrong} />
    case 'making-demo':
      return <DemoProgressPage progress={state.progress} />
    case 'trouble':
      return <TroublePage trouble={state.trouble} folder={state.folder} />
    case 'ready':
      return <SessionGate demo={state.demo} />
  }
}

/** Nobody, someone away, or someone at work. A locked screen keeps the work below it as it is. */
function SessionGate({ demo }: { demo: boolean }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [turn, setTurn] = useState(0)
  useEffect(() => fetchWhenIdle(Shell.fetch), [])
  const { data: session } = useSubscription(
    trpc.staff.sessionState.subscriptionOptions(undefined, {
      // What one person read or was told is not there for the next, and the shell asks anew who is at work.
      onData: (state) => {
        if (state !== 'signed-out') return
        queries.clear()
        notifications.clean()
        setTurn((last) => last + 1)
      },
    }),
  )
  useCover(session === 'locked')
  if (session === undefined) return <Loading />
  if (session === 'signed-out') return <SignInPage demo={demo} />
  return (
    <>
      <div inert={session === 'locked'} style={{ height: '100%' }}>
        <Shell key={turn} demo={demo} locked={session === 'locked'} />
      </div>
      {session === 'locked' && <LockScreen />}
    </>
  )
}
