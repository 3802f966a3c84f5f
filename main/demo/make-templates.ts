/** What the demo clinic writes with: the templates that come along, and some phrases of the clinic. */
import { addStarterTemplates, savePhrase } from '../clinic/visit-templates/templates.service.ts'
import type { Desk } from '../db/desk.ts'
import type { DemoPlan } from './plan.ts'
import { texts } from './texts.ts'

const phrases = [
  {
    name: texts('norm', 'норма', 'normal', 'norme'),
    text: texts(
      'General state satisfactory, no complaints on examination.',
      'Состояние удовлетворительное, при осмотре жалоб нет.',
      'Bom estado geral, sem queixas ao exame.',
      'Bon état général, pas de plainte à l’examen.',
    ),
  },
  {
    name: texts('return', 'явка', 'retorno', 'revoir'),
    text: texts(
      'Come again in two weeks, at once if it gets worse.',
      'Повторная явка через две недели, при ухудшении сразу.',
      'Retorno em duas semanas, antes se houver piora.',
      'À revoir dans deux semaines, sans délai en cas d’aggravation.',
    ),
  },
]

export async function makeTemplates(administrator: Desk, { language }: DemoPlan): Promise<void> {
  await addStarterTemplates(administrator.with({}))
  for (const { name, text } of phrases) {
    await savePhrase(administrator.with({}), {
      id: administrator.newId(),
      version: null,
      isShared: true,
      name: name[language],
      text: text[language],
    })
  }
}
