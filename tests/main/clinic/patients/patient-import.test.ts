/** Lists of patients from other programs: good rows whole, bad rows named, nobody twice. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type ImportOptions,
  type ImportProblem,
  importPatients,
  previewImport,
} from '../../../../main/clinic/patients/patient-import.service.ts'
import { searchPatients } from '../../../../main/clinic/patients/patient-search.service.ts'
import { getPatient } from '../../../../main/clinic/patients/patients.service.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'
import { register } from '../../../helpers/patients.ts'

let clinic: TestClinic

beforeEach(async () => {
  clinic = await openTestClinic()
})
afterEach(() => clinic.close())

const bytes = (text: string) => new TextEncoder().encode(text)
const whole =
  'family,given,patronymic,sex,born_on,phone,email,address,document_kind,document_number,language,consent_on'

async function take(csv: string | Uint8Array, options: ImportOptions = {}) {
  const data = typeof csv === 'string' ? bytes(csv) : csv
  const { signal } = new AbortController()
  return importPatients(
    clinic.desk.with({ actor: clinic.desk.actor }),
    data,
    {
      onProgress: () => {},
      signal,
    },
    options,
  )
}

const count = (table: string) =>
  clinic.raw.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n

/** The one patient that was taken. */
async function onlyPatient() {
  const [found] = await searchPatients(clinic.desk, '', 2)
  return getPatient(clinic.desk, found?.id ?? '')
}

describe('a row', () => {
  test('becomes a patient with everything in it, and a consent', async () => {
    const told = await take(
      `${whole}\nИванова,Анна,Сергеевна,ж,29.02.1984,"8 912 345-67-89, 8 495 765-43-21",anna@mail.example,"Москва, Липовая ул., 12",snils,11223344595,fr,2020-01-31\n`,
    )
    expect(told).toEqual({ taken: 1, alreadyThere: 0, refused: 0, problems: [] })
    expect(await onlyPatient()).toMatchObject({
      family: 'Иванова',
      given: 'Анна',
      patronymic: 'Сергеевна',
      sex: 'female',
      bornOn: '1984-02-29',
      phones: [
        { use: 'mobile', value: '+7 912 345-67-89' },
        { use: 'home', value: '+7 495 765-43-21' },
      ],
      email: 'anna@mail.example',
      address: 'Москва, Липовая ул., 12',
      document: { kind: 'snils', number: '112-233-445 95' },
      language: 'fr',
      consents: [{ givenOn: '2020-01-31', method: 'paper', textVersion: 'imported' }],
    })
  })

  test('may hold a name and nothing more', async () => {
    const told = await take('family,given\nИванова,Анна\n')
    expect(told).toMatchObject({ taken: 1, refused: 0 })
    expect(told.problems).toEqual([
      { line: 2, column: 'consent_on', reason: 'consent-missing', kind: 'warning' },
    ])
    expect(await onlyPatient()).toMatchObject({ sex: 'unknown', bornOn: null, language: 'ru' })
  })

  const refusals: [string, Record<string, string>, string, string][] = [
    ['no family name', { family: ' ' }, 'family', 'required'],
    ['no given name', { given: '' }, 'given', 'required'],
    ['a name too long', { family: 'x'.repeat(101) }, 'family', 'too_big'],
    ['a control character', { given: 'A\u0007' }, 'given', 'control-characters'],
    ['another sex', { sex: 'x' }, 'sex', 'sex'],
    ['a day that does not exist', { born_on: '2023-02-29' }, 'born_on', 'day'],
    ['a birth day of words', { born_on: 'soon' }, 'born_on', 'day'],
    ['a birth day to come', { born_on: '2026-11-17' }, 'born_on', 'day-in-future'],
    ['a birth day too long ago', { born_on: '1850-01-01' }, 'born_on', 'day-too-early'],
    ['a phone of words', { phone: 'none' }, 'phone', 'phone'],
    ['no mail address', { email: 'anna' }, 'email', 'invalid_format'],
    ['an address too long', { address: 'x'.repeat(501) }, 'address', 'too_big'],
    ['an unknown document', { document_kind: 'visa' }, 'document_kind', 'document-kind'],
    [
      'a document with a slip',
      { document_number: '52998224724' },
      'document_number',
      'check-digits',
    ],
    ['another language', { language: 'de' }, 'language', 'language'],
    ['consent on no day', { consent_on: '31.02.2020' }, 'consent_on', 'day'],
    ['consent to come', { consent_on: '2027-01-01' }, 'consent_on', 'day-in-future'],
  ]
  test.each(refusals)('with %s is refused and named', async (_, changes, column, reason) => {
    const row: Record<string, string> = {
      family: 'Silva',
      given: 'João',
      patronymic: '',
      sex: 'm',
      born_on: '1990-11-02',
      phone: '+55 11 98765-4321',
      email: 'joao@mail.example',
      address: 'Rua das Flores 1',
      document_kind: 'cpf',
      document_number: '529.982.247-25',
      language: 'pt',
      consent_on: '2020-01-31',
      ...changes,
    }
    const line = whole
      .split(',')
      .map((name) => `"${row[name] ?? ''}"`)
      .join(',')
    const told = await take(`${whole}\n${line}\nGood,Row,,,,,,,,,,2020-01-31\n`)
    expect(told).toMatchObject({ taken: 1, refused: 1 })
    expect(told.problems).toEqual([
      expect.objectContaining({ line: 2, column, reason, kind: 'refused' }),
    ])
    expect(await onlyPatient()).toMatchObject({ family: 'Good' })
  })

  test('with several mistakes is told all of them, in the order of the columns', async () => {
    const told = await take(`${whole}\n,Анна,,x,,,,,,,,2099-01-01\n`)
    expect(told.problems.map(({ line, column }) => [line, column])).toEqual([
      [2, 'family'],
      [2, 'sex'],
      [2, 'consent_on'],
    ])
  })

  test('keeps SQL and HTML as text', async () => {
    await take(`family,given\n"'); DROP TABLE patient;--","<img src=x onerror=alert(1)>"\n`)
    expect(await onlyPatient()).toMatchObject({
      family: "'); DROP TABLE patient;--",
      given: '<img src=x onerror=alert(1)>',
    })
  })
})

describe('a file', () => {
  test.each<[string, string]>([
    ['with semicolons', 'family;given;born_on\nИванова;Анна;29.02.1984\n'],
    ['with a byte order mark', '\ufefffamily,given,born_on\nИванова,Анна,1984-02-29\n'],
    ['from Windows', 'family,given,born_on\r\nИванова,Анна,1984-02-29\r\n'],
    ['without a last line end', 'family,given,born_on\nИванова,Анна,1984-02-29'],
    ['with empty lines', 'family,given,born_on\n\n\nИванова,Анна,1984-02-29\n,,\n\n'],
    ['with Russian headers', 'Фамилия;Имя;Дата рождения\nИванова;Анна;29.02.1984\n'],
    ['with Brazilian headers', 'Sobrenome,Nome,Data de nascimento\nИванова,Анна,29/02/1984\n'],
    ['with French headers', 'Nom;Prénom;Date de naissance\nИванова;Анна;29/02/1984\n'],
    ['with other columns', 'id,GIVEN,Family,born_on,notes\n7,Анна,Иванова,1984-02-29,x\n'],
  ])('%s is understood', async (_, csv) => {
    expect(await take(csv)).toMatchObject({ taken: 1, refused: 0 })
    expect(await onlyPatient()).toMatchObject({
      family: 'Иванова',
      given: 'Анна',
      bornOn: '1984-02-29',
    })
  })

  test.each<[string, Uint8Array, object]>([
    ['empty', bytes(''), { code: 'file-unreadable', data: { reason: 'empty' } }],
    ['of blank lines', bytes('\n\n'), { code: 'file-unreadable', data: { reason: 'empty' } }],
    [
      'of a picture',
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00]),
      { code: 'file-unreadable', data: { reason: 'no-text' } },
    ],
  ])('%s is refused as a whole, before anything is written', async (_, csv, refusal) => {
    expect(() => previewImport(csv)).toThrow(expect.objectContaining(refusal))
    await expect(take(csv)).rejects.toMatchObject(refusal)
    expect(count('patient')).toBe(0)
  })

  test('names rows by the line at which they begin', async () => {
    const told = await take(
      'family,given,address,consent_on\n' +
        'One,A,"two\nlines",2020-01-31\n' +
        '\n' +
        'Two,B,here,2020-01-31,more\n' +
        'Three\n' +
        'Four,,,2020-01-31\n' +
        'Five,E,,2020-01-31\n',
    )
    expect(told).toMatchObject({ taken: 2, refused: 3 })
    expect(told.problems.map(({ line, reason }) => [line, reason])).toEqual([
      [5, 'too-many-fields'],
      [6, 'too-few-fields'],
      [7, 'required'],
    ])
  })

  test('may have quotes inside of a field', async () => {
    const told = await take('family,given,consent_on\nTwo,B "x" y,2020-01-31\n')
    expect(told).toMatchObject({ taken: 1, refused: 0 })
    expect(await onlyPatient()).toMatchObject({ given: 'B "x" y' })
  })

  test.each<[string, string, string]>([
    ['before the end', 'Two,"B,2020-01-31', 'Three,C,2020-01-31'],
    ['before another field with quotes', 'Two,"B,2020-01-31', 'Three,"C",2020-01-31'],
    ['before a field of two lines', 'Two,"B,2020-01-31', 'Three,"C",2020-01-31\n"Three\nlines",D,'],
    ['after empty lines', '\n\nTwo,"B,2020-01-31', 'Three,"C",2020-01-31'],
  ])('with a quote that is never closed, %s, loses that row and no other', async (_, row, next) => {
    const told = await take(`family,given,consent_on\nOne,A,2020-01-31\n${row}\n${next}\n`)
    expect(told).toMatchObject({ taken: next.split('\n').length > 1 ? 3 : 2, refused: 1 })
    const line = row.startsWith('\n') ? 5 : 3
    expect(told.problems[0]).toEqual({ line, column: null, reason: 'quotes', kind: 'refused' })
  })

  test('with such a quote in every row is read to its end, and soon', async () => {
    const rows = Array.from({ length: 3000 }, (_, n) => `Family${n},"Given,2020-01-31`)
    const { count: found, rows: shown } = previewImport(
      bytes(`family,given,consent_on\n${rows.join('\n')}\n`),
    )
    expect(found).toBe(3000)
    expect(shown.every(({ problems }) => problems[0]?.reason === 'quotes')).toBe(true)
  })
})

describe('the preview', () => {
  test('shows what was understood, and writes nothing', async () => {
    const rows = Array.from({ length: 25 }, (_, index) => `Family${index};Given;29.02.1985;x`)
    const preview = previewImport(bytes(`family;given;born_on;shoe size\n${rows.join('\n')}\n`))
    expect(preview).toMatchObject({
      columns: ['family', 'given', 'born_on'],
      ignoredColumns: ['shoe size'],
      separator: ';',
      count: 25,
    })
    expect(preview.rows).toHaveLength(20)
    expect(preview.rows[0]).toEqual({
      line: 2,
      values: { family: 'Family0', given: 'Given', born_on: '29.02.1985' },
      problems: [{ column: 'born_on', reason: 'day' }],
    })
    expect(count('patient')).toBe(0)
  })
})

describe('the encoding and the separator are found out', () => {
  /** Text as older Russian programs write it. */
  const windows1251 = (text: string) =>
    Uint8Array.from(text, (letter) => {
      const code = letter.codePointAt(0) ?? 0
      if (letter === 'ё') return 0xb8
      return code < 0x80 ? code : code - 0x410 + 0xc0
    })

  test('of a file in Windows-1251 with semicolons', async () => {
    const csv = windows1251('Фамилия;Имя;Дата рождения\nСемёнова;Анна;29.02.1984\n')
    expect(previewImport(csv)).toMatchObject({ encoding: 'windows-1251', separator: ';' })
    expect(await take(csv)).toMatchObject({ taken: 1 })
    expect(await onlyPatient()).toMatchObject({ family: 'Семёнова', bornOn: '1984-02-29' })
  })

  test('of a file in UTF-8 with tabs', async () => {
    const csv = 'family\tgiven\taddress\nИванова\tАнна\tТверь, Садовая; 4\n'
    expect(previewImport(bytes(csv))).toMatchObject({ encoding: 'utf-8', separator: '\t' })
    await take(csv)
    expect(await onlyPatient()).toMatchObject({ address: 'Тверь, Садовая; 4' })
  })
})

describe('the columns are said by a person', () => {
  const csv = 'who,what,when\nИванова,Анна,29.02.1984\n'

  test('where the header says nothing: the preview names what is missing, the taking refuses', async () => {
    expect(previewImport(bytes(csv))).toMatchObject({
      names: ['who', 'what', 'when'],
      places: [null, null, null],
      missingColumns: ['family', 'given'],
    })
    await expect(take(csv)).rejects.toMatchObject({
      code: 'missing-columns',
      data: { columns: ['family', 'given'] },
    })
    expect(count('patient')).toBe(0)
  })

  test('and are taken as they were said', async () => {
    const mapping = ['family', 'given', 'born_on'] as const
    expect(previewImport(bytes(csv), mapping)).toMatchObject({ missingColumns: [] })
    expect(await take(csv, { mapping })).toMatchObject({ taken: 1 })
    expect(await onlyPatient()).toMatchObject({ family: 'Иванова', bornOn: '1984-02-29' })
  })
})

describe('the dry run', () => {
  const csv =
    'family,given,born_on,phone,consent_on\n' +
    'Иванов,Пётр,1978-04-12,8 912 345-67-89,2020-01-31\n' +
    ',Анна,,,2020-01-31\n' +
    'Иванов,Пётр,1978-04-12,8 912 345-67-89,2020-01-31\n' +
    'Ivanov,Petr,1978-12-04,8 912 345-67-89,2020-01-31\n' +
    'Петрова,Ольга,31.02.1990,,2020-01-31\n'

  test('lists each row’s problem with its line, takes nothing, and is what then happens', async () => {
    const dry = await take(csv, { dryRun: true })
    expect(dry.problems.map(({ line, reason, kind }) => [line, reason, kind])).toEqual([
      [3, 'required', 'refused'],
      [4, 'already-there', 'already-there'],
      [5, 'likely-duplicate', 'warning'],
      [6, 'day', 'refused'],
    ])
    expect(count('patient')).toBe(0)
    expect(clinic.committed.some(({ command }) => command === 'patients.import')).toBe(false)
    expect(await take(csv)).toEqual(dry)
  })

  test('knows rows of the file that stand far apart', async () => {
    const far = Array.from(
      { length: 60 },
      (_, n) => `Family${n},Given,,+7 900 000-00-${10 + (n % 30)},`,
    )
    const long = `family,given,born_on,phone,consent_on\nOne,A,1990-01-01,,\n${far.join('\n')}\nOne,A,1990-01-01,,\n`
    const dry = await take(long, { dryRun: true })
    expect(dry.alreadyThere).toBe(1)
    expect(await take(long)).toEqual(dry)
  })

  test('offers those who look like somebody: a line that is left out is not taken', async () => {
    const told = await take(csv, { leaveOut: [5] })
    expect(told).toMatchObject({ taken: 1, alreadyThere: 1, refused: 2 })
    expect(count('patient')).toBe(1)
  })
})

describe('who is there already', () => {
  const list =
    'family,given,born_on,phone,email,consent_on\n' +
    'Иванов,Пётр,1978-04-12,8 912 345-67-89,,2020-01-31\n' +
    'Петрова,Анна,1990-01-01,,,2020-01-31\n' +
    'Сидоров,Олег,,+7 916 111-22-33,,2020-01-31\n' +
    'Смирнов,Илья,,,ilya@mail.example,2020-01-31\n' +
    'Без,Всего,,,,\n'

  test('is not taken again when the same file comes twice', async () => {
    expect(await take(list)).toMatchObject({ taken: 5, alreadyThere: 0 })
    const again = await take(list)
    expect(again).toMatchObject({ taken: 0, alreadyThere: 5, refused: 0 })
    expect(again.problems.map(({ line, kind }) => [line, kind])).toEqual(
      [2, 3, 4, 5, 6].map((line) => [line, 'already-there']),
    )
    expect([count('patient'), count('consent')]).toEqual([5, 4])
  })

  test('is not taken twice out of one file', async () => {
    const row = 'Иванов,Пётр,1978-04-12,8 912 345-67-89,2020-01-31'
    const header = 'family,given,born_on,phone,consent_on'
    // Far apart, so that they stand in different units of work.
    const between = Array.from({ length: 60 }, (_, n) => `Other${n},Person,1990-01-01,,2020-01-31`)
    const told = await take([header, row, row, ...between, row].join('\n'))
    expect(told).toMatchObject({ taken: 61, alreadyThere: 2 })
    const sure = told.problems.filter(({ kind }) => kind === 'already-there')
    expect(sure.map(({ line }) => line)).toEqual([3, 64])
  })

  const kinds = (problems: ImportProblem[]) => problems.map(({ kind, reason }) => [kind, reason])

  test.each<[string, string, string[][]]>([
    [
      'another phone',
      'Иванов,Пётр,Сергеевич,1978-04-12,+7 999 000-11-22',
      [['warning', 'likely-duplicate']],
    ],
    ['Latin letters', 'Ivanov,Petr,,1978-04-12,8 912 345-67-89', [['warning', 'likely-duplicate']]],
    [
      'the same phone alone',
      'Иванова,Мария,,2010-01-01,8 912 345-67-89',
      [['warning', 'likely-duplicate']],
    ],
    [
      'another spelling of all',
      'ИВАНОВ, пётр ,Сергеевич,12.04.1978,+7(912)3456789',
      [['already-there', 'already-there']],
    ],
    ['nothing but the name', 'Иванов,Пётр,Сергеевич,,', []],
  ])('with %s is told apart', async (_, row, expected) => {
    await register(clinic.desk)
    const told = await take(`family,given,patronymic,born_on,phone,consent_on\n${row},2020-01-31\n`)
    expect(kinds(told.problems)).toEqual(expected)
    expect(told.taken).toBe(expected[0]?.[0] === 'already-there' ? 0 : 1)
  })

  test('another document is another person', async () => {
    await register(clinic.desk, { document: { kind: 'snils', number: '11223344595' } })
    const told = await take(
      'family,given,patronymic,born_on,phone,document_kind,document_number,consent_on\n' +
        'Иванов,Пётр,Сергеевич,1978-04-12,8 912 345-67-89,snils,08765430300,2020-01-31\n',
    )
    expect(told).toMatchObject({ taken: 1, alreadyThere: 0 })
  })
})

describe('a long list', () => {
  const rows = Array.from(
    { length: 110 },
    (_, n) =>
      `Family${n},Given,19${String(10 + (n % 80))}-01-01,+7 900 ${String(1_000_000 + n)},2020-01-31`,
  )
  const list = `family,given,born_on,phone,consent_on\n${rows.join('\n')}\n`

  test('is taken in small units, each patient with its consent, and tells its progress', async () => {
    const before = clinic.committed.length
    const told: number[] = []
    const result = await importPatients(clinic.desk, bytes(list), {
      onProgress: ({ done, total }) => told.push(done / total),
      signal: new AbortController().signal,
    })
    expect(result.taken).toBe(110)
    expect([told[0], told.at(-1)]).toEqual([0, 1])
    const units = clinic.committed.slice(before)
    expect(units.length).toBeGreaterThan(4)
    for (const unit of units) {
      expect(unit.rows.length).toBeLessThanOrEqual(60)
      const patients = unit.rows.filter((row) => row.entity === 'patient').length
      expect(unit.rows.filter((row) => row.entity === 'consent')).toHaveLength(patients)
    }
  })

  test('can be stopped, and taken up again from the beginning', async () => {
    const controller = new AbortController()
    const stopped = importPatients(clinic.desk, bytes(list), {
      onProgress: ({ done }) => {
        if (done >= 40) controller.abort()
      },
      signal: controller.signal,
    })
    await expect(stopped).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }))
    expect([count('patient'), count('consent')]).toEqual([40, 40])
    expect(await take(list)).toMatchObject({ taken: 70, alreadyThere: 40 })
    expect(count('patient')).toBe(110)
  })
})
