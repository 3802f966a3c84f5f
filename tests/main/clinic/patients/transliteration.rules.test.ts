import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  foldText,
  nameKey,
  nameKeys,
  nameWords,
} from '../../../../main/clinic/patients/transliteration.rules.ts'

describe('one key for the spellings of a name', () => {
  test.each([
    ['Щербакова Shcherbakova Scherbakova Chtcherbakova Sherbakova Ščerbakova Schtscherbakowa'],
    ['Иванов Ivanov Iwanow Ivanoff ИВАНОВ'],
    ['Юлия Yulia Iuliia Julia Yuliya Ioulia Júlia Юлія'],
    ['João Joao JOÃO'],
    ['François Francois'],
    ['Чайковский Tchaikovsky Tchaïkovski Chaykovskiy Tschaikowski'],
    ['Достоевский Dostoyevsky Dostoevskii Dostoïevski'],
    ['Соловьёв Соловьев Solovyov Soloviev Solovyev'],
    ['Фёдор Федор Fyodor Fedor'],
    ['Дмитриевич Dmitrievich'],
    ['Сергей Sergey Serguei Sergei Sergej'],
    ['Наталья Наталия Natalya Natalia'],
    ['Хрущёв Khrushchev'],
    ['Кристина Christina Kristina'],
    ['Ксения Ksenia Xenia'],
    ['Михаил Mikhail Mihail'],
    ['Анна Anna'],
    ["O'Brien OBrien O’Brien"],
    ['Schröder Schroder'],
  ])('%s', (names) => {
    const keys = names.split(' ').map(nameKey)
    expect(new Set(keys)).toEqual(new Set(keys.slice(0, 1)))
  })

  test.each([
    ['Иванов', 'Петров'],
    ['Анна', 'Инна'],
    ['Silva', 'Souza'],
    ['Martin', 'Moreau'],
  ])('%s is not %s', (a, b) => expect(nameKey(a)).not.toBe(nameKey(b)))

  test('is plain small letters, and the same for capitals and for marks written apart', () => {
    const letters = [...'абвгдеёжзийклмнопрстуфхцчшщъыьэюяabcdefghijklmnopqrstuvwxyzéçãñü']
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...letters), maxLength: 20 }), (name) => {
        expect(nameKey(name)).toMatch(/^[a-z]*$/)
        expect(nameKey(name.toUpperCase())).toBe(nameKey(name))
        expect(nameKey(name.normalize('NFD'))).toBe(nameKey(name))
        expect(nameKey(` ${name} `)).toBe(nameKey(name))
      }),
    )
  })
})

test('folding keeps the alphabet, takes the marks and leaves й', () => {
  expect(foldText('Ёлкин-Йорк')).toBe('елкин-йорк')
  expect(foldText('François Ñandú Œuvre Straße')).toBe('francois nandu oeuvre strasse')
  expect(foldText('й')).toBe('й')
})

test('words are parted by blanks and hyphens, not by apostrophes', () => {
  expect(nameWords(' Римский-Корсаков  Н. ')).toEqual(['римский', 'корсаков', 'н'])
  expect(nameWords("D'Ávila")).toEqual(['davila'])
  expect(nameKeys('Анна Мария ь')).toEqual(['ana', 'maria'])
})
