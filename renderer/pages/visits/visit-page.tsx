/** A visit on one page: what must be known on the left, the writing in the middle, orders and papers on the right. */
import { Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { PageHead } from '../shell/page-head.tsx'
import { SignedVisit } from './signed-visit.tsx'
import { UnopenedVisit } from './unopened-visit.tsx'
import type { Visit } from './use-visit.ts'
import { VisitShape } from './visit-shape.tsx'
import { WrittenVisit } from './written-visit.tsx'

export default function VisitPage() {
  const { t } = useTranslation('visit')
  const { appointmentId = '' } = useParams()
  const may = useMay()
  if (!may('visits.read')) {
    return <Empty title={t('notForYou.title')} hint={t('notForYou.hint')} />
  }
  return <OneVisit key={appointmentId} appointmentId={appointmentId} />
}

function OneVisit({ appointmentId }: { appointmentId: string }) {
  const trpc = useTRPC()
  const visit = useQuery(trpc.visits.read.queryOptions({ appointmentId }))
  // What is on screen stays there when reading it again fails, as under the lock screen.
  if (visit.data === undefined) {
    if (visit.error === null) return <Loading shape={<VisitShape />} />
    return <ErrorNote error={visit.error} retry={() => void visit.refetch()} />
  }
  return (
    <>
      <VisitHead visit={visit.data} />
      <VisitStage visit={visit.data} />
    </>
  )
}

/** Before it is opened, while its doctor writes, and for every reader. */
function VisitStage({ visit }: { visit: Visit }) {
  const { encounter } = visit
  if (encounter === null) return <UnopenedVisit visit={visit} />
  if (!visit.mayWrite) return <SignedVisit visit={visit} encounter={encounter} />
  return <WrittenVisit key={encounter.id} visit={visit} encounter={encounter} />
}

function VisitHead({ visit }: { visit: Visit }) {
  const { t } = useTranslation('visit')
  const formats = useFormats()
  const { appointment } = visit
  return (
    <PageHead>
      <Title order={1} flex="none">
        {t('page')}
      </Title>
      <Text c="var(--soft)" className="cut numbers" title={appointment.serviceName} miw={0}>
        {t('head', {
          from: formats.time(appointment.startsAt),
          to: formats.time(appointment.endsAt),
          day: formats.shortDay(appointment.day),
          service: appointment.serviceName,
        })}
      </Text>
    </PageHead>
  )
}
