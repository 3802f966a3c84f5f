/** Calls that are heard: each once, in the clinic's language where there is a voice. */
import { expect, test } from 'vitest'
import type { WaitingRoomBoard } from '../../../main/clinic/queue/queue.rules.ts'
import { newCalls, spokenTicket, voiceFor } from '../../../renderer/waiting-room/calls.ts'

function board(...called: [ticket: string, at: string][]): WaitingRoomBoard {
  return {
    language: 'ru',
    sound: 'voice',
    look: 'auto',
    timeZone: 'Europe/Moscow',
    now: '2026-11-24T10:20:00.000Z',
    called: called.map(([ticket, time]) => ({ ticket, room: 'Кабинет 1', at: time })),
    waiting: [],
  }
}

const tickets = (before: WaitingRoomBoard | null, now: WaitingRoomBoard) =>
  newCalls(before, now).map(({ ticket }) => ticket)

test('whoever was called before the screen was opened is not called again', () => {
  expect(tickets(null, board(['A1', '10:00']))).toEqual([])
})

test('a call is heard once, two at once in their order', () => {
  const first = board(['A1', '10:00'])
  const both = board(['A3', '10:02'], ['A2', '10:01'], ['A1', '10:00'])
  expect(tickets(first, both)).toEqual(['A2', 'A3'])
  expect(tickets(both, both)).toEqual([])
})

test('whoever is called a second time is heard a second time', () => {
  expect(tickets(board(['A1', '10:00']), board(['A1', '10:20']))).toEqual(['A1'])
})

test('a ticket is read letter by letter and as a number', () => {
  expect(spokenTicket('A12')).toBe('A 12')
  expect(spokenTicket('AB7')).toBe('A B 7')
})

test('a voice of the language is taken, of the same country first; without one there is none', () => {
  const voices = [{ lang: 'en-US' }, { lang: 'pt-PT' }, { lang: 'pt_BR' }, { lang: 'ru-RU' }]
  expect(voiceFor(voices, 'pt-BR')).toEqual({ lang: 'pt_BR' })
  expect(voiceFor(voices, 'ru')).toEqual({ lang: 'ru-RU' })
  expect(voiceFor(voices, 'fr')).toBeNull()
})
