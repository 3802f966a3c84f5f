/** A patient with a booking of today who has arrived, in a clinic that is called through its procedures. */
import { bookAppointment, takeStep } from '../../main/clinic/appointments/appointments.service.ts'
import { dayBoard } from '../../main/clinic/appointments/board.service.ts'
import { setOffers } from '../../main/clinic/catalog/catalog.service.ts'
import { callNext } from '../../main/clinic/queue/queue.service.ts'
import { dayOf } from '../../main/clinic/shared/days.ts'
import type { ProcedureClinic } from './procedures.ts'
import { justRegistered } from './patients.ts'

export interface ArrivedPatient {
  ticket: string
  room: string
  /** Everything that says who it is. */
  secrets: string[]
  call(): Promise<void>
}

const room = 'Кабинет 7'
const person = {
  family: 'Незабудкина',
  given: 'Аглая',
  patronymic: 'Ферапонтовна',
  bornOn: '1971-03-09',
  phone: '+79161112233',
}

/** Registers, books and checks in; the doctor works around the clock. */
export async function arrivedPatient({
  workstation,
  administratorId,
  staff,
}: ProcedureClinic): Promise<ArrivedPatient> {
  const desk = () => workstation.desk({ id: administratorId, roles: ['administrator'] }, null)
  const practitionerId = staff.doctor
  const { patientId, serviceId } = await desk().write('test.ground', async (unit) => {
    const locationId = unit.insert('location', { name: room, archivedAt: null })
    const fromTo = { startsLocal: '00:00', endsLocal: '24:00', validFrom: '2010-01-01' }
    for (let weekday = 1; weekday <= 7; weekday += 1) {
      const hours = { practitionerId, locationId, weekday, ...fromTo }
      unit.insert('weeklyHours', { ...hours, validTo: null, archivedAt: null })
    }
    const category = { name: 'Терапия', position: 1, archivedAt: null }
    return {
      serviceId: unit.insert('healthcareService', {
        categoryId: unit.insert('serviceCategory', category),
        code: 'T-1',
        name: 'Приём',
        durationMinutes: 5,
        priceMinor: 100,
        preparation: null,
        archivedAt: null,
      }),
      patientId: unit.insert('patient', {
        ...justRegistered,
        family: person.family,
        given: person.given,
        patronymic: person.patronymic,
        sex: 'female',
        bornOn: person.bornOn,
        phones: JSON.stringify([{ use: 'mobile', value: person.phone }]),
        email: null,
        address: null,
        documentKind: null,
        documentNumber: null,
        language: 'ru',
        note: null,
      }),
    }
  })
  await setOffers(desk(), { practitionerId, serviceIds: [serviceId] })
  const day = dayOf(workstation.now(), 'Europe/Moscow')
  const { id, version } = await bookAppointment(desk(), {
    patientId,
    practitionerId,
    serviceId,
    as: 'confirmed',
    note: null,
    day,
    localTime: '12:00',
  })
  await takeStep(desk(), { id, version, to: 'arrived' })
  const booking = (await dayBoard(desk(), day)).appointments.find((one) => one.id === id)
  return {
    ticket: booking?.ticket ?? '',
    room,
    secrets: [...Object.values(person), patientId, id, practitionerId, 'Орлова'],
    async call() {
      await callNext(desk(), { of: 'practitioner', id: practitionerId })
    },
  }
}
