/** The dialogs of the day board; they come while the person looks at it. */
import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'
import { late } from '../../components/late.tsx'
import { useFormats } from '../../i18n/formats.ts'
import type { DayProps, DayWork } from './use-day-work.ts'

const BookDialog = late(async () => (await import('./book-dialog.tsx')).BookDialog)
const FindTimeDialog = late(async () => (await import('./find-time-dialog.tsx')).FindTimeDialog)
const CancelDialog = late(async () => (await import('./cancel-dialog.tsx')).CancelDialog)
const BlockDialog = late(async () => (await import('./block-dialog.tsx')).BlockDialog)
const BlockNote = late(async () => (await import('./block-dialog.tsx')).BlockNote)
const SeriesMoveDialog = late(async () => (await import('./series-dialog.tsx')).SeriesMoveDialog)
const ViewsDialog = late(async () => (await import('./views-dialog.tsx')).ViewsDialog)
const WaitlistOffers = late(async () => (await import('./waitlist-offers.tsx')).WaitlistOffers)

const dialogs = [
  BookDialog,
  FindTimeDialog,
  CancelDialog,
  BlockDialog,
  BlockNote,
  SeriesMoveDialog,
  ViewsDialog,
  WaitlistOffers,
]

export const fetchDialogs = () => Promise.all(dialogs.map(({ fetch }) => fetch()))

export function DayDialogs(props: DayProps & { work: DayWork }) {
  const { board, day, today, setDay, patientId, forgetPatient, work } = props
  const { finding, setFinding, place, setPlace, cancelling, setCancelling } = work
  const { freed, setFreed, blocking, setBlocking, openBlock, setOpenBlock } = work
  const { seriesMove, setSeriesMove } = work
  const { t } = useTranslation('booking')
  const formats = useFormats()
  return (
    <>
      {work.settingViews && (
        <ViewsDialog
          dayViews={work.dayViews}
          doctors={board.practitioners}
          close={() => work.setSettingViews(false)}
        />
      )}
      {finding && (
        <FindTimeDialog
          day={day < today ? today : day}
          patientId={patientId}
          close={() => setFinding(false)}
          choose={(chosen, on) => {
            setFinding(false)
            setDay(on)
            setPlace(chosen)
          }}
        />
      )}
      {place !== null && (
        <BookDialog
          place={place}
          day={formats.dayOf(place.startsAt)}
          close={() => setPlace(null)}
          booked={(id) => {
            setPlace(null)
            forgetPatient(formats.dayOf(place.startsAt))
            work.dayViews.showDoctor(place.doctor.id)
            work.setCursor({
              doctorId: place.doctor.id,
              minute: work.model.minuteOf(place.startsAt),
              bookingId: id,
            })
          }}
        />
      )}
      {cancelling !== null && (
        <CancelDialog
          booking={cancelling}
          close={() => setCancelling(null)}
          cancelled={() => {
            const { practitioner, startsAt, endsAt } = cancelling
            setFreed({ doctor: practitioner, startsAt, endsAt })
          }}
        />
      )}
      {freed !== null && (
        <WaitlistOffers
          freed={freed}
          close={() => setFreed(null)}
          booked={(id) => {
            setFreed(null)
            const minute = work.model.minuteOf(freed.startsAt)
            work.setCursor({ doctorId: freed.doctor.id, minute, bookingId: id })
          }}
        />
      )}
      {blocking !== null && (
        <BlockDialog
          place={blocking}
          timeZone={board.timeZone}
          close={() => setBlocking(null)}
          blocked={(bookings) => {
            setBlocking(null)
            if (bookings > 0) {
              notifications.show({ message: t('block.bookings', { count: bookings }) })
            }
          }}
        />
      )}
      {openBlock !== null && <BlockNote block={openBlock} close={() => setOpenBlock(null)} />}
      {seriesMove !== null && (
        <SeriesMoveDialog
          move={seriesMove}
          moveOne={() => work.moveTo(seriesMove.booking, seriesMove)}
          close={() => setSeriesMove(null)}
          moved={() => {
            work.pinboard.unpin(seriesMove.booking.id)
            setSeriesMove(null)
          }}
        />
      )}
    </>
  )
}
