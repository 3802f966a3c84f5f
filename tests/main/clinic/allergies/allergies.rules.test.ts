/** Which allergy speaks against which medicine, across languages and alphabets. */
import { describe, expect, test } from 'vitest'
import { allergyWarnings } from '../../../../main/clinic/allergies/allergies.rules.ts'
import { drugClassesOf } from '../../../../main/clinic/allergies/drug-classes.rules.ts'

const id = '01900000-0000-7000-8000-000000000001'

function matchOf(substance: string, medicine: string) {
  const known = [{ id, substance, verification: 'confirmed' as const }]
  return allergyWarnings(medicine, known)[0]?.match ?? null
}

describe('a medicine is warned of', () => {
  test.each([
    ['Ibuprofen', 'Ibuprofeno 400 mg, comprimidos'],
    ['Ибупрофен', 'Ibuprofen 400 mg'],
    ['Amoxicillin', 'Амоксициллин 500 мг, капсулы'],
    ['Lidocaïne', 'Lidocaine 2 %'],
    ['metoclopramide', 'Métoclopramide 10 mg'],
  ])('as the substance itself: %s, %s', (substance, medicine) => {
    expect(matchOf(substance, medicine)).toBe('substance')
  })

  test.each([
    ['Penicillin', 'Amoxicillin 500 mg, capsules'],
    ['Пенициллин', 'Амоксиклав 875/125 мг'],
    ['Penicilina', 'Amoxicilina 500 mg'],
    ['Pénicilline', 'Augmentin 1 g'],
    ['Aspirin', 'Ибупрофен 200 мг'],
    ['НПВС', 'Diclofenac 50 mg'],
    ['AINS', 'Kétoprofène 100 mg'],
    ['Сульфаниламиды', 'Бисептол 480 мг'],
    ['Новокаин', 'Лидокаин 2 %'],
    ['Ciprofloxacin', 'Левофлоксацин 500 мг'],
    ['Azithromycin', 'Clarithromycine 250 mg'],
  ])('as one of its class: %s, %s', (substance, medicine) => {
    expect(matchOf(substance, medicine)).toBe('class')
  })

  test.each([
    ['Penicillin', 'Cefuroxime 500 mg'],
    ['Цефтриаксон', 'Амоксициллин 500 мг'],
  ])('as one to which some of these react as well: %s, %s', (substance, medicine) => {
    expect(matchOf(substance, medicine)).toBe('related')
  })
})

test.each([
  ['Penicillin', 'Clarithromycin 500 mg'],
  ['Pollen', 'Cetirizine 10 mg'],
  ['Latex', 'Paracetamol 500 mg'],
  ['Пыльца берёзы', 'Лоратадин 10 мг'],
  ['Sulfonamides', 'Magnesium sulfate'],
  ['Ascorbic acid', 'Folic acid 5 mg'],
  ['Диклофенак натрия', 'Натрия хлорид 0,9 %'],
  ['Nuts', 'Omeprazole 20 mg'],
  ['', 'Omeprazole 20 mg'],
  ['Penicillin', ''],
])('nothing is said of %j with %j', (substance, medicine) => {
  expect(matchOf(substance, medicine)).toBeNull()
})

test('a refuted allergy does not speak against anything', () => {
  const known = [{ id, substance: 'Penicillin', verification: 'refuted' as const }]
  expect(allergyWarnings('Amoxicillin', known)).toEqual([])
})

test('each allergy is told once, with its strongest reason', () => {
  const known = [
    { id, substance: 'Amoxicillin, penicillin', verification: 'confirmed' as const },
    { id: `${id}2`, substance: 'Cefalexin', verification: 'unconfirmed' as const },
  ]
  expect(allergyWarnings('Amoxicillin 1 g', known)).toEqual([
    { allergyId: id, substance: 'Amoxicillin, penicillin', match: 'substance' },
    { allergyId: `${id}2`, substance: 'Cefalexin', match: 'related' },
  ])
})

test('classes are told by the stems of international names, in either alphabet', () => {
  expect(drugClassesOf('Meloxicam, мелоксикам, méloxicam')).toEqual(['nsaid'])
  expect(drugClassesOf('Ампициллин')).toEqual(['penicillin'])
  expect(drugClassesOf('Omnipaque 300')).toEqual(['iodinated-contrast'])
  expect(drugClassesOf('Morphine; metamizole')).toEqual(['pyrazolone', 'opioid'])
  expect(drugClassesOf('Paracetamol')).toEqual([])
})
