/** Two texts of one visit: what stands together, what a person must choose, and that nothing is lost unseen. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noDiagnosis } from '../../../../main/clinic/visits/diagnoses.rules.ts'
import {
  isSameVisit,
  mergeVisits,
  takePart,
} from '../../../../main/clinic/visits/visit-merge.rules.ts'
import { emptyContent, type VisitContent } from '../../../../main/clinic/visits/visits.rules.ts'

const base: VisitContent = { ...emptyContent, complaint: 'Cough', vitals: { systolic: '120' } }

describe('mergeVisits', () => {
  test('a nurse who measures and a doctor who writes do not meet', () => {
    const doctor = { ...base, findings: 'Clear' }
    const nurse = { ...base, vitals: { systolic: '120', 'heart-rate': '72' } }
    expect(mergeVisits(base, doctor, nurse)).toEqual({
      content: { ...doctor, vitals: { systolic: '120', 'heart-rate': '72' } },
      clashes: [],
    })
  })
  test('two who measured different signs do not meet either', () => {
    const one = { ...base, vitals: { systolic: '120', 'heart-rate': '72' } }
    const other = { ...base, vitals: { systolic: '120', 'body-temperature': '37' } }
    expect(mergeVisits(base, one, other)).toEqual({
      content: {
        ...base,
        vitals: { systolic: '120', 'heart-rate': '72', 'body-temperature': '37' },
      },
      clashes: [],
    })
  })
  test('the same text changed by both is a clash, and mine stands until it is chosen', () => {
    const mine = { ...base, complaint: 'Dry cough' }
    const theirs = { ...base, complaint: 'Cough at night' }
    const { content, clashes } = mergeVisits(base, mine, theirs)
    expect(clashes).toEqual(['complaint'])
    expect(content.complaint).toBe('Dry cough')
    expect(takePart(content, theirs, 'complaint').complaint).toBe('Cough at night')
  })
  test('the same sign measured twice in another way is a clash', () => {
    const mine = { ...base, vitals: { systolic: '130' } }
    expect(mergeVisits(base, mine, { ...base, vitals: { systolic: '150' } }).clashes).toEqual([
      'vitals',
    ])
  })
  test('without the text that both grew out of, what differs is a clash', () => {
    const theirs = { ...base, complaint: 'Pain' }
    expect(mergeVisits(null, base, theirs).clashes).toEqual(['complaint'])
    expect(mergeVisits(null, base, emptyContent)).toEqual({ content: base, clashes: [] })
    expect(mergeVisits(null, emptyContent, base)).toEqual({ content: base, clashes: [] })
  })
  test('sections come with the template that they are of', () => {
    const theirs = { ...base, sections: [{ title: 'Risks', text: '' }], templateId: 't' }
    expect(mergeVisits(base, base, theirs).content).toEqual(theirs)
  })
})

const text = fc.constantFrom('', 'a', 'b')
const anyVisit: fc.Arbitrary<VisitContent> = fc.record({
  reason: text,
  complaint: text,
  history: text,
  findings: text,
  plan: text,
  vitals: fc.dictionary(fc.constantFrom('systolic' as const, 'diastolic' as const), text),
  diagnoses: fc.array(
    text.map((said) => ({ ...noDiagnosis, text: said })),
    { maxLength: 2 },
  ),
  sections: fc.array(
    text.map((said) => ({ title: 't', text: said })),
    { maxLength: 1 },
  ),
  templateId: fc.constantFrom(null, 't'),
})

test('what only one side changed is there afterwards, whichever side it was', () => {
  fc.assert(
    fc.property(anyVisit, anyVisit, anyVisit, (before, mine, theirs) => {
      const { content, clashes } = mergeVisits(before, mine, theirs)
      for (const field of ['reason', 'complaint', 'history', 'findings', 'plan'] as const) {
        if (clashes.includes(field)) {
          expect(content[field]).toBe(mine[field])
          expect(new Set([before[field], mine[field], theirs[field]]).size).toBe(3)
        } else {
          expect(content[field]).toBe(mine[field] === before[field] ? theirs[field] : mine[field])
        }
      }
    }),
  )
})

test('a visit is the same as itself and as nothing else', () => {
  fc.assert(
    fc.property(anyVisit, text, (visit, plan) => {
      expect(isSameVisit(visit, structuredClone(visit))).toBe(true)
      expect(isSameVisit(visit, { ...visit, plan })).toBe(visit.plan === plan)
    }),
  )
})
