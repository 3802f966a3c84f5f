/** The shell around every place: rail, head with the one search, the place itself, foot. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { isLanguage } from '../../../main/clinic/shared/languages.ts'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { ClinicFrameContext } from '../../i18n/formats.ts'
import { speak, spokenLanguage } from '../../i18n/i18n.ts'
import { useLiveChanges } from '../../live.ts'
import { PlaceRoutes } from '../../routes.tsx'
import { useTRPC } from '../../trpc.ts'
import { PageHeadSlot } from './page-head.tsx'
import { Foot } from './foot.tsx'
import { IdleLock } from './idle-lock.tsx'
import { KeyHelp } from './key-help.tsx'
import { MeContext } from './me.ts'
import { OwnKeys } from './own-keys.tsx'
import { Rail } from './rail.tsx'
import { SearchPalette } from './search-palette.tsx'
import classes from './shell.module.css'
import { SwitchUser } from './switch-user.tsx'

export function Shell({ demo, locked }: { demo: boolean; locked: boolean }) {
  const trpc = useTRPC()
  const me = useQuery({ ...trpc.staff.me.queryOptions(), enabled: !locked })
  const clinic = useQuery({ ...trpc.settings.clinic.queryOptions(), enabled: !locked })
  const frame = useMemo(
    () =>
      clinic.data === undefined
        ? null
        : {
            timeZone: clinic.data.timeZone,
            currency: clinic.data.currency,
            country: clinic.data.country,
          },
    [clinic.data],
  )
  const language = me.data?.language
  useEffect(() => {
    if (language !== undefined && isLanguage(language) && language !== spokenLanguage())
      void speak(language)
  }, [language])
  const error = me.error ?? clinic.error
  if (error !== null)
    return (
      <ErrorNote error={error} retry={() => void Promise.all([me.refetch(), clinic.refetch()])} />
    )
  if (me.data === undefined || frame === null) return <Loading />
  return (
    <ClinicFrameContext value={frame}>
      <MeContext value={me.data}>
        <LiveChanges />
        <IdleLock locked={locked} />
        <PageHeadSlot>
          {(slot) => (
            <div className={classes['shell']}>
              <Rail />
              <header className={classes['head']}>
                <SearchPalette />
                <div className={classes['slot']} ref={slot} />
              </header>
              <main className={classes['place']}>
                <PlaceRoutes />
              </main>
              <Foot demo={demo} />
            </div>
          )}
        </PageHeadSlot>
        <KeyHelp />
        <OwnKeys />
        <SwitchUser />
      </MeContext>
    </ClinicFrameContext>
  )
}

/** Under the signed-in screens, so that it ends with the session. */
function LiveChanges() {
  useLiveChanges()
  return null
}
