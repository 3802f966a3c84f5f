/** The state machine of documents over any sequence of steps, and types as data. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  beginning,
  type CompositionAction,
  compositionActions,
  isOpenToEdit,
  isSigned,
  isTurnOf,
  mayRead,
  openActions,
  retainUntil,
  type Standing,
  standingAfter,
} from '../../../../main/clinic/documents/compositions.rules.ts'
import {
  answerProblems,
  completeLanguages,
  definitionProblems,
  type DocumentDefinition,
  type DocumentField,
  isRouteInOrder,
  type RouteStep,
  textIn,
  tidyAnswers,
} from '../../../../main/clinic/documents/document-types.rules.ts'
import { sampleTypes } from '../../../../main/clinic/documents/document-types.service.ts'

const step = (action: RouteStep['action'], by: RouteStep['by'] = { author: true }): RouteStep => ({
  action,
  by,
  dueDays: null,
})

const routes = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .map(([approvals, signatures]) => [
    step('fill'),
    ...Array.from({ length: approvals }, () => step('approve')),
    ...Array.from({ length: signatures }, () => step('sign')),
  ])

const walks = fc.array(fc.constantFrom(...compositionActions), { maxLength: 40 })

function walk(route: RouteStep[], actions: CompositionAction[]): Standing[] {
  const standings: Standing[] = [beginning]
  for (const action of actions) {
    const next = standingAfter(standings.at(-1) ?? beginning, action, route)
    if (next !== null) standings.push(next)
  }
  return standings
}

describe('a document whatever is tried with it', () => {
  test('is signed only after every approval and every signature since it was last given on', () => {
    fc.assert(
      fc.property(routes, walks, (route, actions) => {
        let standing: Standing = beginning
        let approvals = 0
        let signatures = 0
        for (const action of actions) {
          const next = standingAfter(standing, action, route)
          if (next === null) continue
          if (action === 'submit' || action === 'return') [approvals, signatures] = [0, 0]
          if (action === 'approve') approvals += 1
          if (action === 'sign') signatures += 1
          standing = next
          if (!isSigned(standing.state)) continue
          expect(approvals).toBe(route.filter((one) => one.action === 'approve').length)
          expect(signatures).toBe(route.filter((one) => one.action === 'sign').length)
        }
      }),
    )
  })

  test('once signed never opens again and goes on to the archive and its end alone', () => {
    fc.assert(
      fc.property(routes, walks, (route, actions) => {
        const standings = walk(route, actions)
        const signedAt = standings.findIndex(({ state }) => isSigned(state))
        if (signedAt === -1) return
        const order = ['signed', 'archived', 'disposed']
        const after = standings.slice(signedAt).map(({ state }) => order.indexOf(state))
        expect(after).not.toContain(-1)
        expect(after).toEqual(after.toSorted())
      }),
    )
  })

  test('has its words open exactly while it is the filler’s turn', () => {
    fc.assert(
      fc.property(routes, walks, (route, actions) => {
        for (const { state, routeStep } of walk(route, actions)) {
          if (isOpenToEdit(state)) expect(routeStep).toBe(0)
          if (state === 'review') expect(route[routeStep]?.action).toBe('approve')
          if (state === 'approved') expect(route[routeStep]?.action).toBe('sign')
          if (isSigned(state)) expect(routeStep).toBe(route.length)
        }
      }),
    )
  })

  test('comes back from a return to whoever fills it, with all approvals to be given anew', () => {
    const route = [step('fill'), step('approve'), step('sign')]
    const returned = standingAfter({ state: 'approved', routeStep: 2 }, 'return', route)
    expect(returned).toEqual({ state: 'returned', routeStep: 0 })
    expect(standingAfter({ state: 'returned', routeStep: 0 }, 'submit', route)).toEqual({
      state: 'review',
      routeStep: 1,
    })
  })
})

describe('whose turn it is', () => {
  const route = [
    step('fill'),
    step('approve', { role: 'administrator' }),
    step('sign', { practitionerId: 'c' }),
  ]
  const turn = { state: 'review' as const, routeStep: 1, authorId: 'a', route, owners: [] }

  test('is as the route says, and of whom the task was handed to', () => {
    expect(isTurnOf(turn, { id: 'b', roles: ['administrator'] })).toBe(true)
    expect(isTurnOf(turn, { id: 'a', roles: ['doctor'] })).toBe(false)
    expect(isTurnOf({ ...turn, routeStep: 2 }, { id: 'c', roles: [] })).toBe(true)
    const owners = [{ ownerId: 'd', ownerRole: null }]
    expect(isTurnOf({ ...turn, owners }, { id: 'd', roles: ['doctor'] })).toBe(true)
  })

  test('decides what can be done', () => {
    expect(openActions(turn, { id: 'b', roles: ['administrator'] })).toEqual(['return', 'approve'])
    expect(openActions(turn, { id: 'a', roles: ['doctor'] })).toEqual([])
    const draft = { ...turn, ...beginning }
    expect(openActions(draft, { id: 'a', roles: ['doctor'] })).toEqual(['submit', 'discard'])
    const archived = { ...turn, state: 'archived' as const, routeStep: 3 }
    expect(openActions(archived, { id: 'a', roles: ['doctor'] })).toEqual([])
    expect(openActions(archived, { id: 'b', roles: ['administrator'] })).toEqual(['dispose'])
  })

  test('and a part in it let one read a medical document; clinicians read each of them', () => {
    const medical = { authorId: 'a', route, isMedical: true }
    expect(mayRead(medical, [], { id: 'x', roles: ['cashier'] })).toBe(false)
    expect(mayRead(medical, [], { id: 'x', roles: ['nurse'] })).toBe(true)
    expect(mayRead(medical, [], { id: 'a', roles: ['cashier'] })).toBe(true)
    expect(mayRead(medical, [], { id: 'x', roles: ['administrator'] })).toBe(true)
    const office = { ...medical, isMedical: false }
    expect(mayRead(office, [], { id: 'x', roles: ['cashier'] })).toBe(true)
  })
})

describe('how long a document is kept', () => {
  const fields: DocumentField[] = [
    { key: 'last-day', kind: 'day', label: { en: 'Last day' }, required: true, choices: [] },
  ]
  const days = {
    signedOn: '2024-02-29',
    archivedOn: '2024-03-10',
    answers: { 'last-day': '2024-05-01' },
  }
  test.each([
    ['signed', 1, '2025-02-28'],
    ['signed', 4, '2028-02-29'],
    ['archived', 5, '2029-03-10'],
    ['last-day', 5, '2029-05-01'],
    ['signed', null, null],
  ])('from %s, %s years', (from, years, until) => {
    expect(retainUntil({ retention: { years, from }, fields }, days)).toBe(until)
  })
})

describe('a type', () => {
  const memo: DocumentDefinition = {
    name: { en: 'Memo' },
    fields: [
      { key: 'subject', kind: 'text', label: { en: 'Subject' }, required: true, choices: [] },
    ],
    form: { title: { en: 'Memo' }, text: { en: 'About {subject}' }, signatureLines: [] },
    route: [step('fill'), step('sign')],
    retention: { years: 5, from: 'signed' },
    isMedical: false,
    needsPatient: false,
  }

  test.each<[string, Partial<DocumentDefinition>, string]>([
    ['has a name', { name: {} }, 'no-name'],
    [
      'names fields that are there',
      { form: { ...memo.form, text: { en: '{what}' } } },
      'unknown-place',
    ],
    ['has no field twice', { fields: [...memo.fields, ...memo.fields] }, 'key-twice'],
    ['ends with a signature', { route: [step('fill'), step('approve')] }, 'route-order'],
    [
      'counts its keeping from a day',
      { retention: { years: 1, from: 'subject' } },
      'retention-from',
    ],
    [
      'offers something to choose',
      {
        fields: [
          {
            ...memo.fields[0],
            key: 'subject',
            label: { en: 'S' },
            required: true,
            kind: 'choice',
            choices: [],
          },
        ],
      },
      'choice-without-choices',
    ],
  ])('%s', (_name, change, problem) => {
    expect(definitionProblems(memo)).toEqual([])
    expect(definitionProblems({ ...memo, ...change })).toEqual([problem])
  })

  test('has its route in order: one fills, some approve, at least one signs', () => {
    expect(isRouteInOrder([step('fill'), step('approve'), step('approve'), step('sign')])).toBe(
      true,
    )
    expect(isRouteInOrder([step('fill'), step('sign'), step('approve')])).toBe(false)
    expect(isRouteInOrder([step('fill'), step('fill'), step('sign')])).toBe(false)
    expect(isRouteInOrder([step('approve'), step('sign')])).toBe(false)
  })

  test('speaks the language that is asked for, else one that somebody wrote', () => {
    expect(textIn({ en: 'Memo', fr: 'Note' }, 'fr')).toBe('Note')
    expect(textIn({ en: 'Memo', fr: ' ' }, 'fr')).toBe('Memo')
    expect(textIn({}, 'fr')).toBe('')
  })

  test('checks what is filled in by its fields', () => {
    const kinds = ['number', 'day', 'choice', 'yes-no'] as const
    const fields = kinds.map((kind) => ({
      key: kind,
      kind,
      label: { en: kind },
      required: true,
      choices: [{ en: 'a' }, { en: 'b' }],
    }))
    const right = { number: '12,5', day: '2026-02-28', choice: '1', 'yes-no': 'no' }
    const wrong = { number: 'x', day: '2026-02-31', choice: '2', 'yes-no': 'perhaps' }
    expect(answerProblems(fields, right, true)).toEqual([])
    expect(answerProblems(fields, wrong, false).map(({ problem }) => problem)).toEqual([...kinds])
    expect(answerProblems(fields, {}, false)).toEqual([])
    expect(answerProblems(fields, {}, true).map(({ problem }) => problem)).toEqual(
      kinds.map(() => 'required'),
    )
    expect(tidyAnswers(fields, { number: ' 5 ', other: 'x', day: '' })).toEqual({ number: '5' })
  })
})

test('the sample types are right and whole in four languages', () => {
  expect(sampleTypes()).toHaveLength(5)
  for (const sample of sampleTypes()) {
    expect([textIn(sample.name, 'en'), definitionProblems(sample)]).toEqual([
      textIn(sample.name, 'en'),
      [],
    ])
    expect(completeLanguages(sample)).toHaveLength(4)
  }
})
