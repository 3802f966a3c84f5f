/** What the schedule's procedures refuse before anything is read. */
import {
  addHoursInput,
  addLeaveInput,
  archiveRowInput,
  freeTimesInput,
  freeTimesOfInput,
  ofPractitionerInput,
  scheduleDayInput,
  updateHoursInput,
} from '../../../../main/clinic/schedule/schedule.input.ts'
import {
  describeInput,
  type Refusal,
  wrongDays,
  wrongIds,
  wrongLines,
  wrongVersions,
} from '../../../helpers/input-table.ts'

const id = '01900000-0000-7000-8000-000000000001'

const hours = {
  weekday: 1,
  startsLocal: '09:00',
  endsLocal: '24:00',
  validFrom: '2026-01-01',
  validTo: null,
  locationId: null,
}

const wrongHours: Refusal[] = [
  ['weekday nought', { weekday: 0 }, 'weekday', 'too_small'],
  ['weekday eight', { weekday: 8 }, 'weekday', 'too_big'],
  ['weekday a word', { weekday: 'Monday' }, 'weekday', 'invalid_type'],
  ['start missing', { startsLocal: undefined }, 'startsLocal', 'invalid_type'],
  ['start at 24:00', { startsLocal: '24:00' }, 'startsLocal', 'invalid_format'],
  ['start at 9:00', { startsLocal: '9:00' }, 'startsLocal', 'invalid_format'],
  ['end at 25:00', { endsLocal: '25:00' }, 'endsLocal', 'invalid_format'],
  ['end at 12:60', { endsLocal: '12:60' }, 'endsLocal', 'invalid_format'],
  ['end before the start', { endsLocal: '08:00' }, 'endsLocal', 'ends-before-start'],
  ['end at the start', { endsLocal: '09:00' }, 'endsLocal', 'ends-before-start'],
  ...wrongDays('validFrom'),
  ['valid to a day that does not exist', { validTo: '2026-04-31' }, 'validTo', 'day'],
  ['valid to before from', { validTo: '2025-12-31' }, 'validTo', 'ends-before-start'],
  ['room no id', { locationId: 'room' }, 'locationId', 'invalid_format'],
]

describeInput('hours', ofPractitionerInput, { practitionerId: id }, wrongIds('practitionerId'))
describeInput('addHours', addHoursInput, { practitionerId: id, ...hours }, [
  ...wrongIds('practitionerId'),
  ...wrongHours,
])
describeInput('updateHours', updateHoursInput, { id, version: 1, ...hours }, [
  ...wrongIds('id'),
  ...wrongVersions,
  ...wrongHours,
])
describeInput('archiveHours and archiveLeave', archiveRowInput, { id, version: 1 }, [
  ...wrongIds('id'),
  ...wrongVersions,
])
describeInput(
  'addLeave',
  addLeaveInput,
  { practitionerId: id, fromDay: '2026-11-20', toDay: '2026-11-20', reason: 'Отпуск' },
  [
    ...wrongIds('practitionerId'),
    ...wrongDays('fromDay'),
    ...wrongDays('toDay'),
    ...wrongLines('reason', 200),
    ['to before from', { toDay: '2026-11-19' }, 'toDay', 'ends-before-start'],
  ],
)
describeInput('day', scheduleDayInput, { day: '2026-11-20' }, wrongDays('day'))
describeInput(
  'freeTimes',
  freeTimesInput,
  { practitionerId: id, serviceId: id, day: '2026-11-20' },
  [...wrongIds('practitionerId'), ...wrongIds('serviceId'), ...wrongDays('day')],
)
describeInput('freeTimesOf', freeTimesOfInput, { serviceId: id, fromDay: '2026-11-20', days: 14 }, [
  ...wrongIds('serviceId'),
  ...wrongDays('fromDay'),
  ['no days', { days: 0 }, 'days', 'too_small'],
  ['days without an end', { days: 10_000 }, 'days', 'too_big'],
  ['days a fraction', { days: 1.5 }, 'days', 'invalid_type'],
  ['nobody', { practitionerIds: [] }, 'practitionerIds', 'too_small'],
  [
    'practitioners with no id among them',
    { practitionerIds: ['x'] },
    'practitionerIds.0',
    'invalid_format',
  ],
])
