/** An earlier prescription as the beginning of a new one. */
import { addDays, daysBetween } from '../../../main/clinic/shared/days.ts'

interface Earlier {
  issuedOn: string
  medicines: readonly {
    medicine: string
    dosage: string
    quantity: string | null
    takenUntil: string | null
  }[]
}

export interface TypedMedicine {
  medicine: string
  dosage: string
  quantity: string
  takenUntil: string | null
}

export const noMedicine: TypedMedicine = {
  medicine: '',
  dosage: '',
  quantity: '',
  takenUntil: null,
}

/** The same medicines, each taken for as many days from today as it was then. */
export function repeated({ issuedOn, medicines }: Earlier, today: string): TypedMedicine[] {
  return medicines.map(({ medicine, dosage, quantity, takenUntil }) => ({
    medicine,
    dosage,
    quantity: quantity ?? '',
    takenUntil: takenUntil === null ? null : addDays(today, daysBetween(issuedOn, takenUntil)),
  }))
}
