/** Templates of visits and slash phrases: as data that a clinic changes, and as they are written with. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { languages } from '../../../../main/clinic/shared/languages.ts'
import { starterTemplates } from '../../../../main/clinic/visit-templates/starter-templates.ts'
import { saveTemplateInput } from '../../../../main/clinic/visit-templates/templates.input.ts'
import {
  applyTemplate,
  inOrderFor,
  insertPhrase,
  matchingPhrases,
  missingFields,
  type TemplateField,
  typedPhrase,
} from '../../../../main/clinic/visit-templates/templates.rules.ts'
import {
  addStarterTemplates,
  archivePhrase,
  archiveTemplate,
  readPhrases,
  readTemplates,
  savePhrase,
  saveTemplate,
} from '../../../../main/clinic/visit-templates/templates.service.ts'
import { emptyContent } from '../../../../main/clinic/visits/visits.rules.ts'
import { signVisit } from '../../../../main/clinic/visits/visits.service.ts'
import { openVisit, openVisitDay, type VisitDay, written } from '../../../helpers/visit-day.ts'

const fields: TemplateField[] = [
  { place: 'complaint', title: '', preset: '', isRequired: true },
  { place: 'findings', title: '', preset: 'Clear', isRequired: false },
  { place: 'section', title: 'Risks', preset: 'None', isRequired: true },
]
const template = { id: 't', fields }

const anyId = '01900000-0000-7000-8000-000000000001'

describe('a template', () => {
  test('fills what is empty and leaves what is written', () => {
    expect(applyTemplate({ ...emptyContent, plan: 'Rest' }, template)).toEqual({
      ...emptyContent,
      plan: 'Rest',
      findings: 'Clear',
      sections: [{ title: 'Risks', text: 'None' }],
      templateId: 't',
    })
    const content = {
      ...emptyContent,
      findings: 'Rales',
      sections: [
        { title: 'Risks', text: 'Smokes' },
        { title: 'Old', text: ' ' },
        { title: 'Kept', text: 'x' },
      ],
    }
    expect(applyTemplate(content, template)).toMatchObject({
      findings: 'Rales',
      sections: [
        { title: 'Risks', text: 'Smokes' },
        { title: 'Kept', text: 'x' },
      ],
    })
  })

  test('says what it requires and is not there', () => {
    expect(missingFields(emptyContent, fields)).toEqual([
      { place: 'complaint', title: '' },
      { place: 'section', title: 'Risks' },
    ])
    const filled = { ...applyTemplate(emptyContent, template), complaint: 'Cough' }
    expect(missingFields(filled, fields)).toEqual([])
  })

  test('of the own specialty comes first, then those for everyone', () => {
    const all = [
      { title: 'B', specialty: 'Neurology' },
      { title: 'C', specialty: null },
      { title: 'A', specialty: null },
      { title: 'D', specialty: 'cardiology ' },
    ]
    expect(inOrderFor(all, 'Cardiology').map(({ title }) => title)).toEqual(['D', 'A', 'C', 'B'])
  })

  test('does not name a field twice', () => {
    const twice = { id: anyId, version: null, title: 'T', specialty: null }
    const { error } = saveTemplateInput.safeParse({ ...twice, fields: [fields[0], fields[0]] })
    expect(error?.issues).toMatchObject([{ message: 'field-twice' }])
  })
})

test.each(languages)('the templates that come along are whole in %s', (language) => {
  const starters = starterTemplates(language)
  expect(starters.length).toBeGreaterThanOrEqual(5)
  for (const { title, fields: own, ...rest } of starters) {
    const sent = { id: anyId, version: null, title, fields: own, ...rest }
    expect(saveTemplateInput.parse(sent)).toEqual(sent)
  }
})

describe('a phrase', () => {
  test.each([
    ['/', 1, { from: 0, query: '' }],
    ['Seen. /nor', 10, { from: 6, query: 'nor' }],
    ['a\n/но', 5, { from: 2, query: 'но' }],
    ['120/80', 6, null],
    ['/two words', 10, null],
    ['http://x', 8, null],
    ['/nor and more', 4, { from: 0, query: 'nor' }],
  ])('in %j at %i: %j', (text, caret, found) => {
    expect(typedPhrase(text, caret)).toEqual(found)
  })

  test('begins with what is typed before it only holds it, and own ones come first', () => {
    const phrase = (name: string, ownerId: string | null) => ({ id: name, ownerId, name, text: '' })
    const all = [
      phrase('abnormal', 'me'),
      phrase('Norm', null),
      phrase('normal', 'me'),
      phrase('x', null),
    ]
    expect(matchingPhrases(all, 'norm').map(({ name }) => name)).toEqual([
      'normal',
      'Norm',
      'abnormal',
    ])
  })

  test('stands in the place of the slash, and the caret behind it', () => {
    expect(insertPhrase('Seen. /nor now', { from: 6, caret: 10, phrase: 'Clear' })).toEqual({
      text: 'Seen. Clear now',
      caret: 11,
    })
  })
})

describe('in the clinic', () => {
  let day: VisitDay
  beforeEach(async () => {
    day = await openVisitDay()
  })
  afterEach(() => day.close())
  const admin = () => day.deskOf(['administrator'], day.practitionerId)

  test('an administrator takes the templates that come along, changes one, and puts it away', async () => {
    const desk = admin()
    expect(await addStarterTemplates(desk)).toEqual({ added: 5 })
    expect(await addStarterTemplates(desk.with({}))).toEqual({ added: 0 })
    const [first] = await readTemplates(day.doctor)
    if (first === undefined) throw new Error('no template')
    const { id, version } = first
    await saveTemplate(desk.with({}), { id, version, title: 'Наш осмотр', specialty: null, fields })
    await archiveTemplate(desk.with({}), { id, version: version + 1, archived: true })
    const changed = (await readTemplates(day.doctor)).find((one) => one.id === id)
    expect(changed).toMatchObject({ title: 'Наш осмотр', fields, archivedAt: expect.any(String) })
    await expect(
      archiveTemplate(desk.with({}), { id, version, archived: false }),
    ).rejects.toMatchObject({ code: 'version-conflict' })
  })

  test('a visit is not signed as long as its template asks for more', async () => {
    const { id } = await saveTemplate(admin(), {
      id: day.newId(),
      version: null,
      title: 'T',
      specialty: null,
      fields,
    })
    const { encounterId } = await openVisit(day)
    const sign = (sections: { title: string; text: string }[]) =>
      signVisit(day.doctor.with({}), {
        encounterId,
        content: { ...written, templateId: id, sections },
        base: '',
      })
    await expect(sign([])).rejects.toMatchObject({
      code: 'template-fields-missing',
      data: { missing: [{ place: 'section', title: 'Risks' }] },
    })
    await sign([{ title: 'Risks', text: 'Smokes' }])
  })

  test('everyone keeps phrases of their own, and an administrator those of the clinic', async () => {
    const phrase = { id: day.newId(), version: null, name: 'норма', text: 'Без особенностей' }
    await savePhrase(day.doctor, { ...phrase, isShared: false })
    await savePhrase(admin(), { ...phrase, id: day.newId(), name: 'покой', isShared: true })
    const names = async (desk: VisitDay['doctor']) =>
      (await readPhrases(desk)).map(({ name }) => name)
    expect(await names(day.doctor)).toEqual(['норма', 'покой'])
    expect(await names(day.nurse)).toEqual(['покой'])
    const shared = savePhrase(day.doctor.with({}), { ...phrase, isShared: true })
    await expect(shared).rejects.toMatchObject({ code: 'forbidden' })
    const [own] = await readPhrases(day.doctor)
    if (own === undefined) throw new Error('no phrase')
    await expect(archivePhrase(day.nurse, { id: own.id, version: 1 })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await archivePhrase(day.doctor.with({}), { id: own.id, version: 1 })
    expect(await names(day.doctor)).toEqual(['покой'])
  })
})
