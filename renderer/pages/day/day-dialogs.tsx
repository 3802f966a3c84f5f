/** The dialogs of the day board; they come while the person looks at it. */
import { late } from '../../components/late.tsx'
import { useFormats } from '../../i18n/formats.ts'
import type { DayProps, DayWork } from './use-day-work.ts'

const BookDialog = late(async () => (await import('./book-dialog.tsx')).BookDialog)
const FindTimeDialog = late(async () => (await import('./find-time-dialog.tsx')).FindTimeDialog)
const CancelDialog = late(async () => (await import('./cancel-dialog.tsx')).CancelDialog)

export const fetchDialogs = () =>
  Promise.all([BookDialog, FindTimeDialog, CancelDialog].map(({ fetch }) => fetch()))

export function DayDialogs(props: DayProps & { work: DayWork }) {
  const { day, today, setDay, patientId, forgetPatient, work } = props
  const { finding, setFinding, place, setPlace, cancelling, setCancelling } = work
  const formats = useFormats()
  return (
    <>
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
            work.setCursor({
              doctorId: place.doctor.id,
              minute: work.model.minuteOf(place.startsAt),
              bookingId: id,
            })
          }}
        />
      )}
      {cancelling !== null && (
        <CancelDialog booking={cancelling} close={() => setCancelling(null)} />
      )}
    </>
  )
}
