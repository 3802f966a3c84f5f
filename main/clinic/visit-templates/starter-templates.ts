/** Templates that the program brings along, in four languages; an administrator takes them and changes them. */
import type { Language } from '../shared/languages.ts'
import type { TemplateField, TemplatePlace } from './templates.rules.ts'

export interface StarterTemplate {
  title: string
  specialty: string | null
  fields: TemplateField[]
}

/** English, Russian, Portuguese, French. */
type Four = readonly [en: string, ru: string, ptBR: string, fr: string]

interface StarterField {
  place: TemplatePlace
  title?: Four
  preset: Four
  isRequired?: true
}

interface Starter {
  title: Four
  specialty: Four | null
  fields: readonly StarterField[]
}

const nothing: Four = ['', '', '', '']

const starters: readonly Starter[] = [
  {
    title: ['Consultation', 'Приём', 'Consulta', 'Consultation'],
    specialty: null,
    fields: [
      { place: 'complaint', preset: nothing, isRequired: true },
      { place: 'findings', preset: nothing, isRequired: true },
      { place: 'plan', preset: nothing, isRequired: true },
    ],
  },
  {
    title: ['General examination', 'Осмотр терапевта', 'Exame clínico geral', 'Examen général'],
    specialty: ['General practice', 'Терапия', 'Clínica geral', 'Médecine générale'],
    fields: [
      { place: 'complaint', preset: nothing, isRequired: true },
      {
        place: 'findings',
        preset: [
          'General state satisfactory. Skin clear. Pharynx not reddened. Vesicular breathing, no rales. Heart sounds clear, rhythm regular. Abdomen soft, not tender. No oedema.',
          'Состояние удовлетворительное. Кожа чистая. Зев не гиперемирован. Дыхание везикулярное, хрипов нет. Тоны сердца ясные, ритм правильный. Живот мягкий, безболезненный. Отёков нет.',
          'Bom estado geral. Pele íntegra. Orofaringe sem hiperemia. Murmúrio vesicular presente, sem ruídos. Bulhas rítmicas normofonéticas. Abdome flácido, indolor. Sem edemas.',
          'Bon état général. Peau saine. Pharynx non érythémateux. Murmure vésiculaire normal, pas de râles. Bruits du cœur réguliers. Abdomen souple, indolore. Pas d’œdème.',
        ],
        isRequired: true,
      },
      {
        place: 'section',
        title: ['Habits', 'Привычки', 'Hábitos', 'Habitudes'],
        preset: [
          'Smoking: no. Alcohol: no.',
          'Курение: нет. Алкоголь: нет.',
          'Tabagismo: não. Álcool: não.',
          'Tabac : non. Alcool : non.',
        ],
      },
      { place: 'plan', preset: nothing, isRequired: true },
    ],
  },
  {
    title: [
      'Heart',
      'Кардиологический приём',
      'Consulta cardiológica',
      'Consultation cardiologique',
    ],
    specialty: ['Cardiology', 'Кардиология', 'Cardiologia', 'Cardiologie'],
    fields: [
      { place: 'complaint', preset: nothing, isRequired: true },
      {
        place: 'section',
        title: ['Risk factors', 'Факторы риска', 'Fatores de risco', 'Facteurs de risque'],
        preset: [
          'Smoking: . Diabetes: . Lipids: . Family: .',
          'Курение: . Диабет: . Липиды: . Наследственность: .',
          'Tabagismo: . Diabetes: . Lipídios: . Família: .',
          'Tabac : . Diabète : . Lipides : . Hérédité : .',
        ],
      },
      {
        place: 'findings',
        preset: [
          'Heart sounds clear, rhythm regular, no murmurs. No oedema. Peripheral pulses felt.',
          'Тоны сердца ясные, ритм правильный, шумов нет. Отёков нет. Пульс на периферии сохранён.',
          'Bulhas rítmicas, sem sopros. Sem edemas. Pulsos periféricos presentes.',
          'Bruits du cœur réguliers, sans souffle. Pas d’œdème. Pouls périphériques perçus.',
        ],
        isRequired: true,
      },
      { place: 'section', title: ['ECG', 'ЭКГ', 'ECG', 'ECG'], preset: nothing },
      { place: 'plan', preset: nothing, isRequired: true },
    ],
  },
  {
    title: ['Child', 'Осмотр ребёнка', 'Consulta pediátrica', 'Consultation de l’enfant'],
    specialty: ['Paediatrics', 'Педиатрия', 'Pediatria', 'Pédiatrie'],
    fields: [
      { place: 'complaint', preset: nothing, isRequired: true },
      {
        place: 'section',
        title: [
          'Feeding and development',
          'Питание и развитие',
          'Alimentação e desenvolvimento',
          'Alimentation et développement',
        ],
        preset: nothing,
      },
      {
        place: 'section',
        title: ['Vaccinations', 'Прививки', 'Vacinas', 'Vaccinations'],
        preset: [
          'By the calendar.',
          'По календарю.',
          'Em dia com o calendário.',
          'À jour selon le calendrier.',
        ],
        isRequired: true,
      },
      {
        place: 'findings',
        preset: [
          'Active, good contact. Skin clear, no rash. Pharynx, ears without changes. Breathing clear. Abdomen soft.',
          'Активен, контактен. Кожа чистая, сыпи нет. Зев, уши без изменений. Дыхание чистое. Живот мягкий.',
          'Ativo, reativo. Pele sem exantemas. Orofaringe e otoscopia sem alterações. Respiração limpa. Abdome flácido.',
          'Actif, bon contact. Peau sans éruption. Pharynx, tympans normaux. Auscultation libre. Abdomen souple.',
        ],
        isRequired: true,
      },
      { place: 'plan', preset: nothing, isRequired: true },
    ],
  },
  {
    title: ['Nervous system', 'Неврологический осмотр', 'Exame neurológico', 'Examen neurologique'],
    specialty: ['Neurology', 'Неврология', 'Neurologia', 'Neurologie'],
    fields: [
      { place: 'complaint', preset: nothing, isRequired: true },
      {
        place: 'section',
        title: ['Cranial nerves', 'Черепные нервы', 'Nervos cranianos', 'Nerfs crâniens'],
        preset: [
          'Pupils equal, reacting. Face symmetrical. Tongue in the midline.',
          'Зрачки равны, реакция живая. Лицо симметрично. Язык по средней линии.',
          'Pupilas isocóricas e reativas. Face simétrica. Língua na linha média.',
          'Pupilles égales et réactives. Face symétrique. Langue médiane.',
        ],
      },
      {
        place: 'section',
        title: [
          'Reflexes and strength',
          'Рефлексы и сила',
          'Reflexos e força',
          'Réflexes et force',
        ],
        preset: [
          'Tendon reflexes brisk, equal. Strength 5/5. No pathological signs.',
          'Сухожильные рефлексы живые, равные. Сила 5 баллов. Патологических знаков нет.',
          'Reflexos tendinosos vivos e simétricos. Força 5/5. Sem sinais patológicos.',
          'Réflexes vifs et symétriques. Force 5/5. Pas de signes pathologiques.',
        ],
        isRequired: true,
      },
      { place: 'plan', preset: nothing, isRequired: true },
    ],
  },
]

const positionOf: Record<Language, 0 | 1 | 2 | 3> = { en: 0, ru: 1, 'pt-BR': 2, fr: 3 }

/** The templates in a language. */
export function starterTemplates(language: Language): StarterTemplate[] {
  const say = (words: Four) => words[positionOf[language]]
  return starters.map(({ title, specialty, fields }) => ({
    title: say(title),
    specialty: specialty === null ? null : say(specialty),
    fields: fields.map((field) => ({
      place: field.place,
      title: field.title === undefined ? '' : say(field.title),
      preset: say(field.preset),
      isRequired: field.isRequired === true,
    })),
  }))
}
