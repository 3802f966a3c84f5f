/** What the bookings' procedures refuse before anything is read. */
import { describe, expect, test } from 'vitest'
import {
  bookInput,
  cancelInput,
  dismissRebookInput,
  moveInput,
  noteInput,
  ofPatientInput,
  onDayInput,
  oneAppointmentInput,
  stepInput,
  versionedInput,
} from '../../../../main/clinic/appointments/appointments.input.ts'
import {
  describeInput,
  fieldErrors,
  type Refusal,
  wrongDays,
  wrongIds,
  wrongLines,
  wrongVersions,
} from '../../../helpers/input-table.ts'

const id = '01900000-0000-7000-8000-000000000001'
const startsAt = '2026-11-20T07:00:00.000Z'

const booking = { patientId: id, practitionerId: id, serviceId: id, as: 'confirmed', note: null }

const wrongStarts: Refusal[] = [
  ['no start', { startsAt: undefined }, 'startsAt', 'required'],
  ['a day without a time', { startsAt: undefined, day: '2026-11-20' }, 'localTime', 'required'],
  ['a time without a day', { startsAt: undefined, localTime: '10:00' }, 'day', 'required'],
  ['two starts', { day: '2026-11-20', localTime: '10:00' }, 'startsAt', 'one-start-only'],
  ['a start with seconds', { startsAt: '2026-11-20T07:00:01.000Z' }, 'startsAt', 'whole-minutes'],
  [
    'a start with an offset',
    { startsAt: '2026-11-20T07:00:00+03:00' },
    'startsAt',
    'invalid_format',
  ],
  ['a start without a zone', { startsAt: '2026-11-20T07:00' }, 'startsAt', 'invalid_format'],
  ['a start on no day', { startsAt: '2026-02-30T07:00:00.000Z' }, 'startsAt', 'instant'],
  ['a start at 25 hours', { startsAt: '2026-11-20T25:00:00.000Z' }, 'startsAt', 'instant'],
  ['a start that is a number', { startsAt: 1_700_000_000 }, 'startsAt', 'invalid_type'],
  ['a start as a Date', { startsAt: new Date(0) }, 'startsAt', 'invalid_type'],
  [
    'a day that does not exist',
    { startsAt: undefined, day: '2026-02-30', localTime: '10:00' },
    'day',
    'day',
  ],
  [
    'a time that no clock shows',
    { startsAt: undefined, day: '2026-11-20', localTime: '24:00' },
    'localTime',
    'invalid_format',
  ],
]

describeInput('book', bookInput, { ...booking, startsAt }, [
  ...wrongIds('patientId'),
  ...wrongIds('practitionerId'),
  ...wrongIds('serviceId'),
  ['as an unknown word', { as: 'done' }, 'as', 'invalid_value'],
  ['as missing', { as: undefined }, 'as', 'invalid_value'],
  ['note missing', { note: undefined }, 'note', 'invalid_type'],
  ['note too long', { note: 'x'.repeat(1001) }, 'note', 'too_big'],
  ['note with an escape', { note: 'a\u001b[31m' }, 'note', 'control-characters'],
  ...wrongStarts,
])
describeInput('move', moveInput, { id, version: 1, startsAt, practitionerId: id }, [
  ...wrongIds('id'),
  ...wrongVersions,
  ['doctor no id', { practitionerId: 'x' }, 'practitionerId', 'invalid_format'],
  ...wrongStarts,
])
describeInput('dismiss a rebooking', dismissRebookInput, { id, version: 1, reason: 'Не нужно' }, [
  ...wrongIds('id'),
  ...wrongVersions,
  ...wrongLines('reason', 500),
])
describeInput('cancel', cancelInput, { id, version: 1, reason: 'Заболел' }, [
  ...wrongIds('id'),
  ...wrongVersions,
  ...wrongLines('reason', 500),
])
describeInput('takeStep', stepInput, { id, version: 1, to: 'arrived' }, [
  ...wrongIds('id'),
  ...wrongVersions,
  ['to missing', { to: undefined }, 'to', 'invalid_value'],
  ['to an unknown word', { to: 'gone' }, 'to', 'invalid_value'],
  ['to cancelled, which needs a reason', { to: 'cancelled' }, 'to', 'invalid_value'],
  ['to confirmed, which tells people', { to: 'confirmed' }, 'to', 'invalid_value'],
])
describeInput('confirm and undoStep', versionedInput, { id, version: 1 }, [
  ...wrongIds('id'),
  ...wrongVersions,
])
describeInput('changeNote', noteInput, { id, version: 1, note: 'С переводчиком' }, [
  ...wrongIds('id'),
  ...wrongVersions,
  ['note a number', { note: 1 }, 'note', 'invalid_type'],
  ['note too long', { note: 'x'.repeat(1001) }, 'note', 'too_big'],
])
describeInput('day', onDayInput, { day: '2026-11-20' }, wrongDays('day'))
describeInput('details', oneAppointmentInput, { id }, wrongIds('id'))
describeInput('ofPatient', ofPatientInput, { patientId: id }, wrongIds('patientId'))

describe('the start of a booking', () => {
  test('is an instant or a wall time, and is handed on as such', () => {
    expect(bookInput.parse({ ...booking, startsAt })).toEqual({ ...booking, startsAt })
    const wall = { day: '2026-11-20', localTime: '10:00' }
    expect(bookInput.parse({ ...booking, ...wall })).toEqual({ ...booking, ...wall })
  })

  test('that is wrong is told beside everything else that is', () => {
    const errors = fieldErrors(bookInput, { ...booking, patientId: 'x', startsAt: 'soon' })
    expect(new Set(errors.map((error) => error.path))).toEqual(new Set(['patientId', 'startsAt']))
  })
})

test('a note keeps SQL and HTML as the text that they are, and blanks are none', () => {
  const note = `<img src=x onerror=alert(1)>\n'); DROP TABLE appointment;--`
  expect(bookInput.parse({ ...booking, startsAt, note }).note).toBe(note)
  expect(bookInput.parse({ ...booking, startsAt, note: ' \n ' }).note).toBeNull()
})
