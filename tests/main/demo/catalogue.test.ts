/** Services, staff and visit texts of the demo clinic: whole in every language and country. */
import { describe, expect, test } from 'vitest'
import { wallMinutes } from '../../../main/clinic/shared/days.ts'
import { languages } from '../../../main/clinic/shared/languages.ts'
import { categoryCodes, demoServices, specialtyCodes } from '../../../main/demo/catalogue.ts'
import { demoCountries } from '../../../main/demo/countries.ts'
import { createRandom } from '../../../main/demo/random.ts'
import { demoDoctors, demoLeave, demoOffice, demoPassphrase } from '../../../main/demo/staff.ts'
import { visitCases, writeVisit } from '../../../main/demo/visits.ts'

describe.each(demoCountries)('the catalogue of %s', (country) => {
  const services = demoServices(country)

  test('has sixty services with a code of their own', () => {
    expect(services).toHaveLength(60)
    expect(new Set(services.map((one) => one.code)).size).toBe(60)
  })

  test('has a name in each language that no other service has', () => {
    for (const language of languages) {
      expect(new Set(services.map((one) => one.name[language])).size).toBe(60)
      expect(services.every((one) => one.name[language].length > 2)).toBe(true)
    }
  })

  test('has durations of 15 to 60 minutes on the five-minute grid, and whole prices', () => {
    for (const { durationMinutes, priceMinor } of services) {
      expect(durationMinutes).toBeGreaterThanOrEqual(15)
      expect(durationMinutes).toBeLessThanOrEqual(60)
      expect(durationMinutes % 5).toBe(0)
      expect(priceMinor).toBeGreaterThan(0)
      expect(priceMinor % 100).toBe(0)
    }
  })

  test('uses every category, and every specialty offers something', () => {
    expect(new Set(services.map((one) => one.category))).toEqual(new Set(categoryCodes))
    expect(new Set(services.flatMap((one) => one.specialties))).toEqual(new Set(specialtyCodes))
  })
})

test('an ultrasound of the abdomen asks to come fasting', () => {
  const abdomen = demoServices('GB').find((one) => one.code === 'US-01')
  expect(abdomen?.preparation?.en).toContain('6 hours')
  expect(abdomen?.preparation?.ru).toContain('Не есть')
})

describe.each(demoCountries)('the staff of %s', (country) => {
  const doctors = demoDoctors(country)
  const everyone = [...doctors, ...demoOffice(country)]

  test('are twelve doctors of eight specialties and four others', () => {
    expect(doctors).toHaveLength(12)
    expect(new Set(doctors.map((one) => one.specialty))).toEqual(new Set(specialtyCodes))
    expect(everyone.slice(12).flatMap((one) => one.roles)).toEqual([
      'administrator',
      'receptionist',
      'nurse',
      'cashier',
    ])
  })

  test('have logins of their own that the program takes', () => {
    expect(new Set(everyone.map((one) => one.login)).size).toBe(everyone.length)
    for (const { login } of everyone) expect(login).toMatch(/^[a-z0-9._-]{2,40}$/)
    expect(demoPassphrase.length).toBeGreaterThanOrEqual(8)
  })

  test('never share a room at one time, and rest between long stretches', () => {
    for (let weekday = 1; weekday <= 7; weekday += 1) {
      const stretches = doctors.flatMap((doctor) =>
        doctor.hours
          .filter((hours) => hours.weekday === weekday)
          .map((hours) => ({
            room: doctor.room,
            from: wallMinutes(hours.startsAt) ?? 0,
            to: wallMinutes(hours.endsAt) ?? 0,
          })),
      )
      for (const one of stretches) {
        expect(one.to - one.from).toBeGreaterThan(0)
        expect(one.to - one.from).toBeLessThanOrEqual(6 * 60)
        const clash = stretches.find(
          (other) =>
            other !== one && other.room === one.room && other.from < one.to && one.from < other.to,
        )
        expect(clash).toBeUndefined()
      }
      expect(stretches.length).toBeGreaterThan(0)
    }
  })
})

test('one doctor is on leave today', () => {
  const leave = demoLeave('2026-11-20', 'ru')
  expect(leave).toEqual({
    doctor: 5,
    fromDay: '2026-11-14',
    toDay: '2026-11-27',
    reason: 'Отпуск',
  })
})

describe('visit texts', () => {
  test('use the same numbers in every language, so that a case says the same', () => {
    const places = (text: string) =>
      [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).toSorted()
    for (const { words } of visitCases) {
      for (const part of ['complaint', 'findings', 'diagnosis', 'plan'] as const) {
        for (const language of languages) {
          expect(words[language][part]).not.toBe('')
          expect(places(words[language][part])).toEqual(places(words.en[part]))
        }
      }
    }
  })

  test.each(languages)(
    'can be written in %s for every doctor, service, age and sex',
    (language) => {
      const random = createRandom(`visits ${language}`)
      for (const specialty of specialtyCodes) {
        for (const service of demoServices('GB').filter((one) =>
          one.specialties.includes(specialty),
        )) {
          for (const sex of ['female', 'male'] as const) {
            for (const age of [0, 5, 15, 30, 60, 95]) {
              const visit = writeVisit(random, { specialty, service, sex, age }, language)
              const all = Object.values(visit).join(' ')
              expect(all).not.toMatch(/[{}]|undefined|NaN/)
            }
          }
        }
      }
    },
  )

  test('suit the patient: no pregnancy for men, no chickenpox for grandparents', () => {
    const random = createRandom('suits')
    const [consultation] = demoServices('GB').filter((one) => one.code === 'PA-01')
    if (consultation === undefined) throw new Error('no paediatric consultation')
    const codes = Array.from({ length: 200 }, () => {
      const occasion = {
        specialty: 'paediatrics',
        service: consultation,
        sex: 'male',
        age: 16,
      } as const
      return writeVisit(random, occasion, 'en').diagnosisCode
    })
    expect(codes).not.toContain('B01.9')
    expect(codes).toContain('J00')
  })

  test('write decimals as the language does', () => {
    const random = createRandom('decimals')
    const [cold] = demoServices('GB').filter((one) => one.code === 'PA-01')
    if (cold === undefined) throw new Error('no paediatric consultation')
    const occasion = { specialty: 'paediatrics', service: cold, sex: 'female', age: 0 } as const
    expect(writeVisit(random, occasion, 'en').findings).toMatch(/Temp\. 3\d\.\d/)
    expect(writeVisit(random, occasion, 'ru').findings).toMatch(/Т 3\d,\d/)
  })
})
