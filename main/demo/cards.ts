/** What stands on the medical cards of the demo clinic: allergies, long illnesses, blood groups. */
import type { Language } from '../clinic/shared/languages.ts'
import type { bloodTypes } from '../clinic/patients/medical-card.input.ts'
import type { Random } from './random.ts'
import { texts } from './texts.ts'
import type { Texts } from './texts.ts'

export interface DemoCard {
  bloodType: (typeof bloodTypes)[number] | null
  allergies: string | null
  chronicConditions: string | null
  medicines: string | null
  /** A relation and nothing more: the phone is the patient's household's. */
  emergencyContact: string | null
}

const allergies: readonly Texts[] = [
  texts('Penicillin', 'Пенициллин', 'Penicilina', 'Pénicilline'),
  texts(
    'Birch and hazel pollen',
    'Пыльца берёзы и орешника',
    'Pólen',
    'Pollens de bouleau et de noisetier',
  ),
  texts('Lidocaine', 'Лидокаин', 'Lidocaína', 'Lidocaïne'),
  texts('Nuts', 'Орехи', 'Amendoim e castanhas', 'Fruits à coque'),
  texts('Wasp stings', 'Укусы ос', 'Picada de vespa', 'Piqûres de guêpe'),
  texts('Ibuprofen (rash)', 'Ибупрофен (сыпь)', 'Ibuprofeno (urticária)', 'Ibuprofène (éruption)'),
  texts(
    'Iodine contrast',
    'Йодсодержащий контраст',
    'Contraste iodado',
    'Produit de contraste iodé',
  ),
  texts('Latex', 'Латекс', 'Látex', 'Latex'),
]

/** An illness, the medicine that goes with it, and from which age it is likely. */
const longIllnesses: readonly (readonly [fromAge: number, illness: Texts, medicine: Texts])[] = [
  [
    3,
    texts('Asthma', 'Бронхиальная астма', 'Asma', 'Asthme'),
    texts('Salbutamol inhaler', 'Сальбутамол, ингалятор', 'Salbutamol spray', 'Salbutamol inhalé'),
  ],
  [
    18,
    texts('Hypothyroidism', 'Гипотиреоз', 'Hipotireoidismo', 'Hypothyroïdie'),
    texts(
      'Levothyroxine 75 µg',
      'Левотироксин 75 мкг',
      'Levotiroxina 75 µg',
      'Lévothyroxine 75 µg',
    ),
  ],
  [
    40,
    texts('Hypertension', 'Гипертоническая болезнь', 'Hipertensão', 'Hypertension artérielle'),
    texts('Amlodipine 5 mg', 'Амлодипин 5 мг', 'Anlodipino 5 mg', 'Amlodipine 5 mg'),
  ],
  [
    45,
    texts('Type 2 diabetes', 'Сахарный диабет 2 типа', 'Diabetes tipo 2', 'Diabète de type 2'),
    texts('Metformin 1000 mg', 'Метформин 1000 мг', 'Metformina 1000 mg', 'Metformine 1000 mg'),
  ],
  [
    60,
    texts('Coronary heart disease', 'ИБС', 'Doença coronariana', 'Maladie coronarienne'),
    texts('Aspirin 100 mg', 'Аспирин 100 мг', 'AAS 100 mg', 'Aspirine 100 mg'),
  ],
]

const relations: Record<'child' | 'adult', readonly Texts[]> = {
  child: [texts('Mother', 'Мать', 'Mãe', 'Mère'), texts('Father', 'Отец', 'Pai', 'Père')],
  adult: [
    texts('Spouse', 'Супруг(а)', 'Cônjuge', 'Conjoint'),
    texts('Sister', 'Сестра', 'Irmã', 'Sœur'),
    texts('Son', 'Сын', 'Filho', 'Fils'),
    texts('Mother', 'Мать', 'Mãe', 'Mère'),
  ],
}

const bloodTypeShares: readonly (readonly [(typeof bloodTypes)[number], number])[] = [
  ['O+', 36],
  ['A+', 34],
  ['B+', 14],
  ['AB+', 6],
  ['O-', 4],
  ['A-', 4],
  ['B-', 1.5],
  ['AB-', 0.5],
]

/** A card's content for a patient of that age; most people have nothing to warn about. */
export function makeCard(random: Random, age: number, phone: string, language: Language): DemoCard {
  const illness = random.chance(Math.min(0.6, age / 110))
    ? (longIllnesses.filter(([fromAge]) => age >= fromAge).at(-random.int(1, 3)) ?? null)
    : null
  const relation = random.pick(relations[age < 18 ? 'child' : 'adult'])
  return {
    bloodType: random.chance(0.4) ? random.weighted(bloodTypeShares) : null,
    allergies: random.chance(0.14) ? random.pick(allergies)[language] : null,
    chronicConditions: illness?.[1][language] ?? null,
    medicines: illness?.[2][language] ?? null,
    emergencyContact: random.chance(0.5) ? `${relation[language]}, ${phone}` : null,
  }
}
