/** Who works in the demo clinic, in which rooms and hours, and who is on leave. */
import type { LeaveRule } from '../clinic/schedule/plan.rules.ts'
import { addDays, isoWeekday } from '../clinic/shared/days.ts'
import type { HumanName } from '../clinic/shared/names.ts'
import type { Role } from '../clinic/shared/permissions.ts'
import type { Leave } from '../clinic/schedule/schedule.rules.ts'
import type { RoomCode, SpecialtyCode } from './catalogue.ts'
import type { DemoCountry } from './countries.ts'
import { mailName } from './people/latin.ts'
import type { Sex } from './people/pools.ts'
import { texts } from './texts.ts'
import type { Texts } from './texts.ts'

export interface DemoStaffMember {
  name: HumanName
  sex: Sex
  roles: Role[]
  login: string
  email: string
}

/** One stretch of a doctor's week, on the wall clock. */
export interface DemoHours {
  /** ISO weekday, 1 is Monday. */
  weekday: number
  /** `HH:MM`. */
  startsAt: string
  endsAt: string
}

export interface DemoDoctor extends DemoStaffMember {
  specialty: SpecialtyCode
  room: RoomCode
  hours: DemoHours[]
  /** How much of the doctor's time is booked on a usual day, 0..1. */
  load: number
}

/** Every account of the demo clinic has this passphrase; the start screen says so. */
export const demoPassphrase = 'look-around'

type Spans = readonly (readonly [startsAt: string, endsAt: string])[]

interface DoctorPost {
  specialty: SpecialtyCode
  room: RoomCode
  load: number
  week: readonly (readonly [weekdays: readonly number[], spans: Spans])[]
}

const wholeWeek = [1, 2, 3, 4, 5]

/** The twelve posts, in the order of the names below. */
const posts: readonly DoctorPost[] = [
  {
    specialty: 'general-practice',
    room: '3',
    load: 0.95,
    week: [
      [
        wholeWeek,
        [
          ['08:00', '12:15'],
          ['13:00', '15:30'],
        ],
      ],
    ],
  },
  {
    specialty: 'cardiology',
    room: '5',
    load: 0.9,
    week: [
      [
        wholeWeek,
        [
          ['09:00', '13:00'],
          ['13:45', '17:00'],
        ],
      ],
    ],
  },
  {
    specialty: 'paediatrics',
    room: '1',
    load: 0.95,
    week: [
      [
        wholeWeek,
        [
          ['08:00', '12:30'],
          ['13:00', '15:00'],
        ],
      ],
    ],
  },
  {
    specialty: 'ultrasound',
    room: '7',
    load: 0.8,
    week: [
      [
        wholeWeek,
        [
          ['08:30', '13:00'],
          ['13:45', '16:30'],
        ],
      ],
    ],
  },
  {
    specialty: 'neurology',
    room: '4',
    load: 0.85,
    week: [
      [
        [1, 2, 4, 5],
        [
          ['09:00', '13:00'],
          ['14:00', '18:00'],
        ],
      ],
      [[6], [['10:00', '14:00']]],
    ],
  },
  {
    specialty: 'dermatology',
    room: '10',
    load: 0.75,
    week: [
      [
        [2, 3, 4, 5],
        [
          ['10:00', '14:00'],
          ['15:00', '19:00'],
        ],
      ],
      [[6], [['10:00', '15:00']]],
    ],
  },
  {
    specialty: 'general-practice',
    room: '2',
    load: 0.9,
    week: [
      [
        [1, 2, 3, 4],
        [
          ['10:00', '14:00'],
          ['14:30', '20:00'],
        ],
      ],
      [[6], [['09:00', '14:00']]],
    ],
  },
  {
    specialty: 'general-practice',
    room: '9',
    load: 0.85,
    week: [
      [
        [3, 4, 5],
        [
          ['09:00', '13:00'],
          ['13:40', '17:30'],
        ],
      ],
      [
        [6, 7],
        [
          ['09:00', '12:30'],
          ['13:00', '16:00'],
        ],
      ],
    ],
  },
  {
    specialty: 'paediatrics',
    room: '1',
    load: 0.85,
    week: [
      [[1, 3, 5], [['15:00', '20:00']]],
      [[2, 4], [['15:30', '20:00']]],
      [[6, 7], [['09:00', '13:00']]],
    ],
  },
  {
    specialty: 'gynaecology',
    room: '8',
    load: 0.85,
    week: [
      [
        [1, 2, 3, 4],
        [
          ['09:00', '13:00'],
          ['14:00', '18:00'],
        ],
      ],
      [[6], [['09:00', '13:00']]],
    ],
  },
  {
    specialty: 'ent',
    room: '6',
    load: 0.9,
    week: [
      [
        wholeWeek,
        [
          ['10:00', '14:00'],
          ['14:45', '18:30'],
        ],
      ],
    ],
  },
  {
    specialty: 'ultrasound',
    room: '7',
    load: 0.75,
    week: [
      [[1, 2, 3, 4], [['16:30', '20:00']]],
      [
        [6],
        [
          ['09:00', '12:30'],
          ['13:00', '15:30'],
        ],
      ],
      [[7], [['10:00', '14:00']]],
    ],
  },
]

/** The post whose doctor is away around the day of the demo: the dermatologist. */
const postOnLeave = 5

/** `f`, family, given, patronymic. */
type StaffLine = readonly [sex: 'f' | 'm', family: string, given: string, patronymic?: string]

const doctorNames: Record<DemoCountry, readonly StaffLine[]> = {
  RU: [
    ['f', 'Щербакова', 'Жанна', 'Игоревна'],
    ['m', 'Орлов', 'Павел', 'Андреевич'],
    ['f', 'Каримова', 'Динара', 'Рустамовна'],
    ['f', 'Нгуен', 'Тамара', 'Хунговна'],
    ['m', 'Лебедев', 'Сергей', 'Михайлович'],
    ['f', 'Ильина', 'Ольга', 'Вадимовна'],
    ['m', 'Савельев', 'Роман', 'Аркадьевич'],
    ['f', 'Мухина', 'Вера', 'Олеговна'],
    ['m', 'Соболев', 'Антон', 'Викторович'],
    ['f', 'Воронцова', 'Елена', 'Дмитриевна'],
    ['m', 'Хачатрян', 'Тигран', 'Арменович'],
    ['m', 'Беляев', 'Константин', 'Львович'],
  ],
  GB: [
    ['f', 'Whitcombe', 'Harriet'],
    ['m', 'Osei-Bonsu', 'Kwame'],
    ['f', 'Chaudhry', 'Amina'],
    ['f', 'Nguyen', 'Linh'],
    ['m', 'Lockwood', 'Adrian'],
    ['f', 'Fairbairn', 'Isobel'],
    ['m', 'Pritchard', 'Rhys'],
    ['f', 'Mistry', 'Sunita'],
    ['m', 'Hollis', 'Edward'],
    ['f', 'Brennan', 'Orla'],
    ['m', 'Kovacs', 'Daniel'],
    ['m', 'Thorne', 'Julian'],
  ],
  BR: [
    ['f', 'Sampaio Leal', 'Renata'],
    ['m', 'Bittencourt', 'Otávio'],
    ['f', 'Nakamura Reis', 'Lívia'],
    ['f', 'Haddad Moraes', 'Yasmin'],
    ['m', 'Falcão Prado', 'Sérgio'],
    ['f', 'Quintana', 'Helena'],
    ['m', 'Arruda Veloso', 'Caio'],
    ['f', 'Trindade', 'Vera Lúcia'],
    ['m', 'Zanetti', 'Murilo'],
    ['f', 'Camargo Paiva', 'Beatriz'],
    ['m', 'Schneider', 'Igor'],
    ['m', 'Mourão', 'Gilberto'],
  ],
  FR: [
    ['f', 'Delacroix', 'Hélène'],
    ['m', 'Kerbrat', 'Yann'],
    ['f', 'Benmoussa', 'Inès'],
    ['f', 'Nguyen', 'Mai'],
    ['m', 'Chastaing', 'Olivier'],
    ['f', 'Vaillant', 'Solène'],
    ['m', 'Roussillon', 'Mathieu'],
    ['f', 'Peyrat', 'Brigitte'],
    ['m', 'Aubry', 'Simon'],
    ['f', 'Ferreira', 'Claire'],
    ['m', 'Haddad', 'Karim'],
    ['m', 'Lemoine', 'Étienne'],
  ],
}

const officeNames: Record<DemoCountry, readonly (readonly [Role, StaffLine])[]> = {
  RU: [
    ['administrator', ['m', 'Громов', 'Илья', 'Сергеевич']],
    ['receptionist', ['f', 'Смирнова', 'Екатерина', 'Павловна']],
    ['nurse', ['f', 'Латыпова', 'Алия', 'Маратовна']],
    ['cashier', ['f', 'Фомина', 'Надежда', 'Петровна']],
  ],
  GB: [
    ['administrator', ['m', 'Ashworth', 'Simon']],
    ['receptionist', ['f', 'Carver', 'Emily']],
    ['nurse', ['f', 'Adeyemi', 'Grace']],
    ['cashier', ['f', 'Penrose', 'Joan']],
  ],
  BR: [
    ['administrator', ['m', 'Lacerda', 'Fernando']],
    ['receptionist', ['f', 'Nogueira', 'Juliana']],
    ['nurse', ['f', 'Dantas', 'Aparecida']],
    ['cashier', ['f', 'Peixoto', 'Márcia']],
  ],
  FR: [
    ['administrator', ['m', 'Garnier', 'Philippe']],
    ['receptionist', ['f', 'Moulin', 'Camille']],
    ['nurse', ['f', 'Diallo', 'Aminata']],
    ['cashier', ['f', 'Tessier', 'Martine']],
  ],
}

/** The logins of those who are not doctors are the same in every country; the guide names them. */
const officeLogins: Partial<Record<Role, string>> = {
  administrator: 'admin',
  receptionist: 'reception',
  nurse: 'nurse',
  cashier: 'cashier',
}

/** The twelve doctors of a country; a login is the family in plain letters (`orlov`, `sampaio`). */
export function demoDoctors(country: DemoCountry): DemoDoctor[] {
  return posts.flatMap((post, index) => {
    const line = doctorNames[country][index]
    if (line === undefined) return []
    const login = mailName(line[1].split(' ')[0] ?? line[1])
    const hours = post.week.flatMap(([weekdays, spans]) =>
      weekdays.flatMap((weekday) =>
        spans.map(([startsAt, endsAt]) => ({ weekday, startsAt, endsAt })),
      ),
    )
    const { specialty, room, load } = post
    return [{ ...member(line, ['doctor'], login), specialty, room, load, hours }]
  })
}

/** The administrator, the receptionist, the nurse and the cashier, in this order. */
export function demoOffice(country: DemoCountry): DemoStaffMember[] {
  return officeNames[country].map(([role, line]) =>
    member(line, [role], officeLogins[role] ?? role),
  )
}

function member(
  [letter, family, given, patronymic]: StaffLine,
  roles: Role[],
  login: string,
): DemoStaffMember {
  return {
    name: { family, given, patronymic: patronymic ?? null },
    sex: letter === 'f' ? 'female' : 'male',
    roles,
    login,
    email: `${login}@example.org`,
  }
}

const leaveReason: Texts = texts('Annual leave', 'Отпуск', 'Férias', 'Congés')

/** The leave that is on around a day: whose, by the index of {@link demoDoctors}, and when. */
export function demoLeave(today: string, language: keyof Texts): Leave & { doctor: number } {
  return {
    doctor: postOnLeave,
    fromDay: addDays(today, -6),
    toDay: addDays(today, 7),
    reason: leaveReason[language],
  }
}

/** The post whose doctor meets the others every Tuesday, and the one that works on some Saturdays. */
const postOfMeetings = 6
const postOfSaturdays = 1

const meetingReason = texts(
  'Doctors’ meeting',
  'Врачебная конференция',
  'Reunião clínica',
  'Réunion médicale',
)

/** An absence by the hour that comes back: since before the first booking, for as long as anyone plans. */
export function demoMeeting(today: string, language: keyof Texts): LeaveRule & { doctor: number } {
  const day = addDays(today, -364 - ((isoWeekday(today) + 5) % 7))
  return {
    doctor: postOfMeetings,
    fromDay: day,
    toDay: day,
    startsLocal: '16:00',
    endsLocal: '17:00',
    recurrence: 'FREQ=WEEKLY;BYDAY=TU',
    reason: meetingReason[language],
  }
}

/** Extra hours beside the weekly ones: every second Saturday from the next one on. */
export function demoExtraHours(today: string) {
  return {
    doctor: postOfSaturdays,
    day: addDays(today, ((5 - isoWeekday(today) + 7) % 7) + 1),
    startsLocal: '10:00',
    endsLocal: '13:00',
    recurrence: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SA',
  }
}
