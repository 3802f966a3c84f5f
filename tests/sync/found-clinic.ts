/** The clinic that each random run begins with: one house, small enough that desks get in each other's way. */
import { bookAppointment, takeStep } from '../../main/clinic/appointments/appointments.service.ts'
import { setOffers } from '../../main/clinic/catalog/catalog.service.ts'
import { setUpClinic } from '../../main/clinic/settings/settings.service.ts'
import { addMinutes } from '../../main/clinic/shared/days.ts'
import type { Desk } from '../../main/db/desk.ts'
import type { House } from './work.ts'
import { justRegistered } from '../helpers/patients.ts'

/** A Monday, 09:00 in Moscow. */
export const opensAt = '2026-11-16T06:00:00.000Z'

/** Two doctors, a receptionist, a cashier and three patients; a service of half an hour. */
export async function foundClinic(system: Desk): Promise<House> {
  const { administratorId } = await setUpClinic(system, {
    name: 'Поликлиника «Три кита»',
    country: 'RU',
    language: 'ru',
    currency: 'RUB',
    timeZone: 'Europe/Moscow',
    administrator: {
      family: 'Смирнова',
      given: 'Елена',
      patronymic: 'Олеговна',
      login: 'admin',
      passphrase: 'correct horse',
    },
  })
  const actor = { id: administratorId, roles: ['administrator'] }
  const house = await system.with({ actor }).write('test.found', async (unit) => {
    const person = {
      given: 'Анна',
      patronymic: null,
      email: null,
      language: 'ru',
      archivedAt: null,
    }
    const add = (family: string, role: string) =>
      unit.insert('practitioner', {
        ...person,
        family,
        roles: JSON.stringify([role]),
        specialty: null,
        phone: null,
      })
    const categoryId = unit.insert('serviceCategory', {
      name: 'Приём',
      position: 1,
      archivedAt: null,
    })
    const serviceId = unit.insert('healthcareService', {
      categoryId,
      code: 'S-1',
      name: 'Приём терапевта',
      durationMinutes: 30,
      priceMinor: 250_000,
      preparation: null,
      archivedAt: null,
    })
    const doctorIds = ['Белов', 'Волков'].map((family) => {
      const practitionerId = add(family, 'doctor')
      for (let weekday = 1; weekday <= 7; weekday += 1) {
        unit.insert('weeklyHours', {
          practitionerId,
          locationId: null,
          weekday,
          startsLocal: '06:00',
          endsLocal: '23:00',
          validFrom: '2010-01-01',
          validTo: null,
          archivedAt: null,
        })
      }
      return practitionerId
    })
    const patientIds = ['Иванова', 'Петрова', 'Сидорова'].map((family) =>
      unit.insert('patient', {
        ...justRegistered,
        ...person,
        family,
        sex: 'female',
        bornOn: '1984-02-29',
        phones: '[{"use":"mobile","value":"+79150000000"}]',
        address: null,
        documentKind: null,
        documentNumber: null,
        note: null,
      }),
    )
    const receptionistId = add('Летова', 'receptionist')
    const cashierId = add('Осенева', 'cashier')
    return { serviceId, doctorIds, patientIds, receptionistId, cashierId }
  })
  for (const practitionerId of house.doctorIds) {
    await setOffers(system.with({ actor }), { practitionerId, serviceIds: [house.serviceId] })
  }
  await awaitPatients(system.with({ actor }), house)
  return { ...house, administratorId, opensAt }
}

/** Three have come already and wait: whoever is offline may call them in. */
async function awaitPatients(
  desk: Desk,
  house: Pick<House, 'patientIds' | 'doctorIds' | 'serviceId'>,
): Promise<void> {
  for (const [index, patientId] of house.patientIds.entries()) {
    const booked = await bookAppointment(desk.with({}), {
      patientId,
      practitionerId: house.doctorIds[index % 2] ?? '',
      serviceId: house.serviceId,
      as: 'confirmed',
      note: null,
      startsAt: addMinutes(opensAt, -120 + index * 30),
    })
    const { id, version } = booked
    await takeStep(desk.with({}), { id, version, to: 'arrived' })
  }
}
