/** A booking typed in a line, in four languages, either alphabet and the wrong keyboard layout. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  readTypedBooking,
  type TypedGround,
} from '../../../../main/clinic/appointments/typed-booking.rules.ts'

const ru: TypedGround = {
  // A Monday.
  today: '2026-11-16',
  localNow: '10:30',
  doctors: [
    { id: 'petrov', family: 'Петров', specialty: 'Кардиолог' },
    { id: 'sidorova', family: 'Сидорова', specialty: 'Терапевт' },
    { id: 'volkova', family: 'Волкова', specialty: 'Врач-педиатр' },
  ],
  services: [
    { id: 'ecg', code: 'K-02', name: 'ЭКГ с расшифровкой' },
    { id: 'visit', code: 'K-01', name: 'Приём кардиолога' },
  ],
}

const pt: TypedGround = {
  ...ru,
  doctors: [
    { id: 'souza', family: 'Souza', specialty: 'Cardiologista' },
    { id: 'lima', family: 'Lima', specialty: 'Pediatra' },
  ],
  services: [{ id: 'consulta', code: 'C-01', name: 'Consulta de cardiologia' }],
}

const fr: TypedGround = {
  ...ru,
  doctors: [
    { id: 'moreau', family: 'Moreau', specialty: 'Cardiologue' },
    { id: 'petit', family: 'Petit', specialty: 'Pédiatre' },
  ],
  services: [{ id: 'visite', code: 'C-01', name: 'Consultation' }],
}

const at = (from: string) => ({ kind: 'at' as const, from, to: '24:00' })
const between = (from: string, to: string) => ({ kind: 'between' as const, from, to })

type Expected = Partial<ReturnType<typeof readTypedBooking>>
type Case = [typed: string, expected: Expected]

const tuesday = '2026-11-17'

const english: Case[] = [
  [
    'ivanov cardio tue 16',
    { patient: 'ivanov', specialty: 'Кардиолог', day: tuesday, time: at('16:00') },
  ],
  [
    'tue 16 ivanov cardio',
    { patient: 'ivanov', specialty: 'Кардиолог', day: tuesday, time: at('16:00') },
  ],
  [
    'Ivanov Ivan cardiologist tomorrow at 4pm',
    { patient: 'Ivanov Ivan', day: tuesday, time: at('16:00') },
  ],
  [
    'smith petrov fri after 16:30',
    { patient: 'smith', doctorIds: ['petrov'], day: '2026-11-20', time: between('16:30', '24:00') },
  ],
  [
    'smith dr petrov friday morning',
    { patient: 'smith', doctorIds: ['petrov'], time: between('00:00', '12:00') },
  ],
  ['smith cardio day after tomorrow 9', { patient: 'smith', day: '2026-11-18', time: at('09:00') }],
  ['smith cardio 12.12 16:30', { patient: 'smith', day: '2026-12-12', time: at('16:30') }],
  ['smith cardio 12 dec 1630', { patient: 'smith', day: '2026-12-12', time: at('16:30') }],
  ['smith cardio 12/01 4:15pm', { patient: 'smith', day: '2027-01-12', time: at('16:15') }],
  ['sam cardio tue 16', { patient: 'sam', day: tuesday }],
  ['smith cardio after 16 before 18', { patient: 'smith', time: between('16:00', '18:00') }],
  ['smith K-02 tue noon', { patient: 'smith', serviceIds: ['ecg'], time: at('12:00') }],
]

const russian: Case[] = [
  [
    'иванов кардиолог вт 16',
    { patient: 'иванов', specialty: 'Кардиолог', day: tuesday, time: at('16:00') },
  ],
  [
    'иванов к кардиологу во вторник в 16:00',
    { patient: 'иванов', day: tuesday, time: at('16:00') },
  ],
  [
    'Иванов Иван Ильич терапевт завтра утром',
    {
      patient: 'Иванов Иван Ильич',
      specialty: 'Терапевт',
      day: tuesday,
      time: between('00:00', '12:00'),
    },
  ],
  [
    'иванов петров пт после 16',
    {
      patient: 'иванов',
      doctorIds: ['petrov'],
      day: '2026-11-20',
      time: between('16:00', '24:00'),
    },
  ],
  ['петров кардиолог вт 16', { patient: 'петров', doctorIds: null, day: tuesday }],
  [
    'иванов педиатр послезавтра вечером',
    {
      patient: 'иванов',
      specialty: 'Врач-педиатр',
      day: '2026-11-18',
      time: between('17:00', '24:00'),
    },
  ],
  ['иванов кардиолог 12 декабря 16ч', { patient: 'иванов', day: '2026-12-12', time: at('16:00') }],
  [
    'иванов экг ср 9.30',
    { patient: 'иванов', serviceIds: ['ecg'], day: '2026-11-18', time: at('09:30') },
  ],
  ['иванов 12.04.1978 кардиолог вт', { patient: 'иванов 12.04.1978', day: tuesday }],
  [
    'иванов 8 915 123-45-67 кардиолог вт 16',
    { patient: 'иванов', phone: '8 915 123-45-67', day: tuesday, time: at('16:00') },
  ],
  ['иванов кардиолог сегодня', { patient: 'иванов', day: '2026-11-16', time: null }],
]

const portuguese: Case[] = [
  [
    'silva cardio ter 16',
    { patient: 'silva', specialty: 'Cardiologista', day: tuesday, time: at('16:00') },
  ],
  ['Silva cardiologista terça às 16h', { patient: 'Silva', day: tuesday, time: at('16:00') }],
  [
    'silva souza sexta de manhã',
    {
      patient: 'silva',
      doctorIds: ['souza'],
      day: '2026-11-20',
      time: between('00:00', '12:00'),
    },
  ],
  [
    'silva pediatra amanhã 16h30',
    { patient: 'silva', specialty: 'Pediatra', day: tuesday, time: at('16:30') },
  ],
  [
    'silva cardio depois de amanhã à tarde',
    { patient: 'silva', day: '2026-11-18', time: between('12:00', '17:00') },
  ],
  [
    'silva dra lima hoje depois das 16',
    { patient: 'silva', doctorIds: ['lima'], day: '2026-11-16', time: between('16:00', '24:00') },
  ],
  ['Maria da Silva cardio ter 16', { patient: 'Maria da Silva', day: tuesday }],
  ['silva cardio 12 dez 16', { patient: 'silva', day: '2026-12-12' }],
]

const french: Case[] = [
  [
    'dupont cardio mar 16',
    { patient: 'dupont', specialty: 'Cardiologue', day: tuesday, time: at('16:00') },
  ],
  ['Dupont cardiologue mardi à 16h', { patient: 'Dupont', day: tuesday, time: at('16:00') }],
  [
    'dupont moreau demain après-midi',
    { patient: 'dupont', doctorIds: ['moreau'], day: tuesday, time: between('12:00', '17:00') },
  ],
  [
    'dupont pédiatre vendredi après 16h30',
    {
      patient: 'dupont',
      specialty: 'Pédiatre',
      day: '2026-11-20',
      time: between('16:30', '24:00'),
    },
  ],
  [
    'dupont cardio après-demain matin',
    { patient: 'dupont', day: '2026-11-18', time: between('00:00', '12:00') },
  ],
  ['dupont cardio 12 décembre midi', { patient: 'dupont', day: '2026-12-12', time: at('12:00') }],
  [
    "dupont cardio aujourd'hui soir",
    { patient: 'dupont', day: '2026-11-16', time: between('17:00', '24:00') },
  ],
]

const wrongLayout: Case[] = [
  // «иванов кардиолог вт 16» with the Latin layout on, and the other way round.
  [
    'bdfyjd rfhlbjkju dn 16',
    { patient: 'bdfyjd', specialty: 'Кардиолог', day: tuesday, time: at('16:00') },
  ],
  [
    'шмфтщм сфквшщ егу 16',
    { patient: 'шмфтщм', specialty: 'Кардиолог', day: tuesday, time: at('16:00') },
  ],
  [
    'bdfyjd gtnhjd pfdnhf enhjv',
    { patient: 'bdfyjd', doctorIds: ['petrov'], day: tuesday, time: between('00:00', '12:00') },
  ],
]

describe('booking by typing reads', () => {
  for (const [name, ground, cases] of [
    ['English', ru, english],
    ['Russian', ru, russian],
    ['Portuguese', pt, portuguese],
    ['French', fr, french],
    ['the wrong keyboard layout', ru, wrongLayout],
  ] as const) {
    test.each(cases)(`${name}: %s`, (typed, expected) => {
      expect(readTypedBooking(typed, ground)).toMatchObject({ isBooking: true, ...expected })
    })
  }

  test.each(['иванов', 'ivanov ivan', '+7 915 123-45-67', 'Ольга 12.04.1978', 'Samir', 'Mara'])(
    'no booking in what names a patient alone: %s',
    (typed) => {
      expect(readTypedBooking(typed, ru)).toMatchObject({ isBooking: false, day: null, time: null })
    },
  )

  test('a weekday that is today as today until its time is over, then as next week', () => {
    expect(readTypedBooking('ivanov cardio mon 16', ru).day).toBe('2026-11-16')
    expect(readTypedBooking('ivanov cardio mon 9', ru).day).toBe('2026-11-23')
    expect(readTypedBooking('ivanov cardio 9 mon', ru).day).toBe('2026-11-23')
  })

  test('anything without failing, and days and times that exist', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: 'grapheme' }), (typed) => {
        const { day, time } = readTypedBooking(typed, ru)
        if (day !== null) expect(day).toMatch(/^\d{4}-\d{2}-\d{2}$/)
        if (day !== null) expect(day >= ru.today).toBe(true)
        if (time !== null) expect(time.from).toMatch(/^([01]\d|2[0-3]):[0-5]\d$/)
      }),
      { numRuns: 400, seed: 1 },
    )
  })
})
