/** The sixty services of the demo clinic: what they are called, how long they take, what they cost. */
import { texts } from '../texts.ts'
import type { Texts } from '../texts.ts'

export const specialtyCodes = [
  'general-practice',
  'cardiology',
  'paediatrics',
  'neurology',
  'ultrasound',
  'gynaecology',
  'ent',
  'dermatology',
] as const

export type SpecialtyCode = (typeof specialtyCodes)[number]

export const categoryCodes = [
  'consultation',
  'functional',
  'ultrasound',
  'procedure',
  'prevention',
  'certificate',
] as const

export type CategoryCode = (typeof categoryCodes)[number]

export interface ServiceRow {
  code: string
  category: CategoryCode
  specialties: readonly SpecialtyCode[]
  durationMinutes: number
  /** Whole pounds, roubles, reais, euros. */
  price: readonly [gbp: number, rub: number, brl: number, eur: number]
  /** How often of the specialty's bookings it is; only the ratios count. */
  popularity: number
  name: Texts
  preparation: Texts | null
}

const fasting = texts(
  'Nothing to eat for 6 hours before; still water is fine.',
  'Не есть 6 часов до исследования, негазированную воду пить можно.',
  'Jejum de 6 horas; água sem gás é permitida.',
  'Être à jeun depuis 6 heures ; l’eau plate est permise.',
)
const fullBladder = texts(
  'Drink 1 litre of water an hour before and do not empty the bladder.',
  'За час до исследования выпить 1 литр воды и не мочиться.',
  'Beber 1 litro de água uma hora antes e não urinar.',
  'Boire 1 litre d’eau une heure avant et ne pas uriner.',
)
const noCoffee = texts(
  'No coffee, tea or tobacco for 2 hours before; comfortable shoes and clothes.',
  'За 2 часа не пить кофе и чай, не курить; удобная обувь и одежда.',
  'Sem café, chá ou cigarro por 2 horas antes; roupa e calçado confortáveis.',
  'Ni café, ni thé, ni tabac 2 heures avant ; tenue et chaussures confortables.',
)
const holterClothes = texts(
  'Wear a loose shirt that buttons; no creams on the chest; no shower until it is taken off.',
  'Свободная рубашка на пуговицах; не наносить крем на грудь; не мыться до снятия.',
  'Camisa larga de botões; sem cremes no tórax; sem banho até a retirada.',
  'Chemise ample boutonnée ; pas de crème sur le torse ; pas de douche avant le retrait.',
)
const cleanHair = texts(
  'Hair washed the day before, without lacquer; come rested and fed.',
  'Голову вымыть накануне, без лака; прийти выспавшись и поев.',
  'Cabelo lavado na véspera, sem laquê; venha descansado e alimentado.',
  'Cheveux lavés la veille, sans laque ; venir reposé et après un repas.',
)
const swab = texts(
  'No intercourse, douching or vaginal medicines for 2 days before; not during menstruation.',
  'За 2 дня исключить половые контакты, спринцевания и вагинальные препараты; не в дни менструации.',
  'Sem relações, duchas ou medicamentos vaginais por 2 dias; fora do período menstrual.',
  'Ni rapports, ni douches, ni traitements vaginaux 2 jours avant ; hors des règles.',
)
const healthyForVaccine = texts(
  'Bring the vaccination record; put it off if there is fever.',
  'Взять прививочный сертификат; при температуре прививку отложить.',
  'Trazer a caderneta de vacinação; adiar em caso de febre.',
  'Apporter le carnet de vaccination ; à reporter en cas de fièvre.',
)
const bareSkin = texts(
  'No make-up, creams or nail varnish on the day.',
  'В день приёма без косметики, кремов и лака на ногтях.',
  'No dia, sem maquiagem, cremes ou esmalte.',
  'Le jour même, ni maquillage, ni crème, ni vernis.',
)

type Price = ServiceRow['price']
type Names = readonly [en: string, ru: string, ptBR: string, fr: string]

function row(
  code: string,
  specialties: SpecialtyCode | readonly SpecialtyCode[],
  category: CategoryCode,
  durationMinutes: number,
  popularity: number,
  price: Price,
  names: Names,
  preparation: Texts | null = null,
): ServiceRow {
  const offeredBy = typeof specialties === 'string' ? [specialties] : specialties
  const name = texts(...names)
  return {
    code,
    category,
    specialties: offeredBy,
    durationMinutes,
    price,
    popularity,
    name,
    preparation,
  }
}

const gp = 'general-practice'
const heart = 'cardiology'
const child = 'paediatrics'
const nerve = 'neurology'
const scan = 'ultrasound'
const women = 'gynaecology'
const skin = 'dermatology'

// oxfmt-ignore
export const serviceRows: readonly ServiceRow[] = [
  row('GP-01', gp, 'consultation', 40, 30, [95, 2200, 320, 60],
    ['GP consultation, first visit', 'Приём терапевта первичный', 'Consulta com clínico geral, primeira', 'Consultation de médecine générale, première']),
  row('GP-02', gp, 'consultation', 20, 34, [65, 1700, 220, 30],
    ['GP consultation, follow-up', 'Приём терапевта повторный', 'Consulta com clínico geral, retorno', 'Consultation de médecine générale, suivi']),
  row('GP-03', gp, 'prevention', 60, 7, [210, 4800, 650, 120],
    ['Health check with report', 'Профилактический осмотр с заключением', 'Check-up com relatório', 'Bilan de santé avec compte rendu']),
  row('GP-04', [gp, child], 'certificate', 15, 7, [35, 900, 120, 25],
    ['Medical certificate', 'Медицинская справка', 'Atestado médico', 'Certificat médical']),
  row('GP-05', gp, 'prevention', 15, 6, [45, 1400, 180, 30],
    ['Influenza vaccination, adult', 'Прививка от гриппа, взрослые', 'Vacina contra gripe, adulto', 'Vaccination contre la grippe, adulte'], healthyForVaccine),
  row('GP-06', gp, 'procedure', 15, 3, [25, 500, 70, 15],
    ['Injection or dressing', 'Инъекция или перевязка', 'Injeção ou curativo', 'Injection ou pansement']),
  row('GP-07', gp, 'certificate', 30, 4, [85, 2100, 260, 60],
    ['Fitness for work examination', 'Осмотр для допуска к работе', 'Exame de aptidão ao trabalho', 'Visite d’aptitude au travail']),
  row('GP-08', gp, 'consultation', 20, 5, [55, 1300, 180, 25],
    ['Discussion of test results', 'Разбор результатов анализов', 'Discussão de resultados', 'Entretien sur les résultats']),
  row('GP-09', gp, 'consultation', 30, 3, [75, 1900, 250, 45],
    ['Medication review', 'Пересмотр лекарственной терапии', 'Revisão de medicamentos', 'Révision du traitement']),

  row('CA-01', heart, 'consultation', 40, 26, [190, 2800, 450, 75],
    ['Cardiologist, first visit', 'Приём кардиолога первичный', 'Cardiologista, primeira consulta', 'Cardiologue, première consultation']),
  row('CA-02', heart, 'consultation', 30, 30, [140, 2200, 320, 55],
    ['Cardiologist, follow-up', 'Приём кардиолога повторный', 'Cardiologista, retorno', 'Cardiologue, consultation de suivi']),
  row('CA-03', [heart, gp], 'functional', 15, 14, [60, 1100, 110, 30],
    ['Electrocardiogram, 12 leads', 'ЭКГ в 12 отведениях', 'Eletrocardiograma de 12 derivações', 'Électrocardiogramme, 12 dérivations']),
  row('CA-04', heart, 'functional', 60, 4, [290, 4600, 420, 110],
    ['Exercise stress test', 'Нагрузочная проба', 'Teste ergométrico', 'Épreuve d’effort'], noCoffee),
  row('CA-05', heart, 'functional', 20, 6, [180, 3600, 350, 90],
    ['Holter monitor 24 h, fitting', 'Холтер 24 ч, установка', 'Holter 24 h, instalação', 'Holter 24 h, pose'], holterClothes),
  row('CA-06', heart, 'functional', 20, 6, [50, 900, 90, 20],
    ['Holter monitor, removal and report', 'Холтер, снятие и заключение', 'Holter, retirada e laudo', 'Holter, dépose et compte rendu']),
  row('CA-07', heart, 'functional', 20, 4, [150, 2900, 310, 70],
    ['Blood pressure monitor 24 h', 'Суточное мониторирование АД', 'MAPA 24 h', 'MAPA 24 h'], holterClothes),
  row('CA-08', heart, 'consultation', 45, 4, [230, 3900, 560, 100],
    ['Pre-operative cardiac assessment', 'Осмотр кардиолога перед операцией', 'Avaliação cardíaca pré-operatória', 'Bilan cardiaque préopératoire']),

  row('PA-01', child, 'consultation', 30, 28, [150, 2300, 350, 60],
    ['Paediatrician, first visit', 'Приём педиатра первичный', 'Pediatra, primeira consulta', 'Pédiatre, première consultation']),
  row('PA-02', child, 'consultation', 20, 30, [110, 1800, 250, 40],
    ['Paediatrician, follow-up', 'Приём педиатра повторный', 'Pediatra, retorno', 'Pédiatre, consultation de suivi']),
  row('PA-03', child, 'prevention', 30, 10, [120, 2000, 300, 50],
    ['Infant check-up, first year', 'Осмотр ребёнка до года', 'Puericultura, primeiro ano', 'Examen du nourrisson']),
  row('PA-04', child, 'prevention', 15, 12, [70, 1600, 190, 35],
    ['Vaccination with examination', 'Прививка с осмотром', 'Vacinação com exame', 'Vaccination avec examen'], healthyForVaccine),
  row('PA-05', child, 'certificate', 20, 7, [45, 1200, 140, 30],
    ['Certificate for school or nursery', 'Справка в школу или сад', 'Atestado para escola ou creche', 'Certificat pour l’école ou la crèche']),
  row('PA-06', child, 'prevention', 45, 4, [190, 3400, 430, 80],
    ['Development assessment', 'Оценка развития ребёнка', 'Avaliação do desenvolvimento', 'Bilan du développement']),
  row('PA-07', child, 'procedure', 15, 3, [40, 700, 90, 20],
    ['Rapid strep test', 'Экспресс-тест на стрептококк', 'Teste rápido para estreptococo', 'Test rapide streptocoque']),
  row('PA-08', child, 'consultation', 30, 3, [95, 1700, 230, 45],
    ['Feeding and sleep advice', 'Консультация по питанию и сну', 'Orientação sobre alimentação e sono', 'Conseil alimentation et sommeil']),

  row('NE-01', nerve, 'consultation', 45, 30, [210, 2900, 480, 80],
    ['Neurologist, first visit', 'Приём невролога первичный', 'Neurologista, primeira consulta', 'Neurologue, première consultation']),
  row('NE-02', nerve, 'consultation', 30, 34, [150, 2300, 340, 60],
    ['Neurologist, follow-up', 'Приём невролога повторный', 'Neurologista, retorno', 'Neurologue, consultation de suivi']),
  row('NE-03', nerve, 'functional', 45, 8, [240, 3200, 390, 95],
    ['Electroencephalogram', 'Электроэнцефалография', 'Eletroencefalograma', 'Électroencéphalogramme'], cleanHair),
  row('NE-04', nerve, 'functional', 60, 6, [320, 4900, 620, 130],
    ['Electromyography', 'Электронейромиография', 'Eletroneuromiografia', 'Électromyographie']),
  row('NE-05', nerve, 'procedure', 30, 10, [160, 2600, 380, 85],
    ['Paravertebral block', 'Паравертебральная блокада', 'Bloqueio paravertebral', 'Infiltration paravertébrale']),
  row('NE-06', nerve, 'consultation', 40, 4, [170, 2500, 370, 70],
    ['Headache clinic', 'Приём по поводу головной боли', 'Consulta de cefaleia', 'Consultation céphalées']),
  row('NE-07', nerve, 'consultation', 60, 3, [240, 3500, 520, 100],
    ['Memory assessment', 'Оценка памяти', 'Avaliação da memória', 'Bilan de mémoire']),

  row('US-01', scan, 'ultrasound', 30, 26, [180, 2400, 280, 75],
    ['Ultrasound of the abdomen', 'УЗИ брюшной полости', 'Ultrassonografia de abdome', 'Échographie abdominale'], fasting),
  row('US-02', scan, 'ultrasound', 20, 18, [140, 1800, 220, 60],
    ['Ultrasound of the thyroid', 'УЗИ щитовидной железы', 'Ultrassonografia da tireoide', 'Échographie de la thyroïde']),
  row('US-03', scan, 'ultrasound', 20, 12, [150, 1900, 230, 60],
    ['Ultrasound of kidneys and bladder', 'УЗИ почек и мочевого пузыря', 'Ultrassonografia de rins e bexiga', 'Échographie rénale et vésicale'], fullBladder),
  row('US-04', [scan, heart], 'ultrasound', 40, 14, [260, 3600, 390, 110],
    ['Echocardiogram', 'Эхокардиография', 'Ecocardiograma', 'Échocardiographie']),
  row('US-05', [scan, women], 'ultrasound', 30, 12, [170, 2300, 260, 70],
    ['Ultrasound of the pelvis', 'УЗИ малого таза', 'Ultrassonografia pélvica', 'Échographie pelvienne'], fullBladder),
  row('US-06', scan, 'ultrasound', 40, 8, [220, 2900, 340, 90],
    ['Duplex scan of leg veins', 'Дуплекс вен нижних конечностей', 'Doppler venoso dos membros inferiores', 'Écho-Doppler veineux des membres inférieurs']),
  row('US-07', scan, 'ultrasound', 40, 7, [220, 2900, 340, 90],
    ['Duplex scan of neck arteries', 'Дуплекс артерий шеи', 'Doppler de carótidas e vertebrais', 'Écho-Doppler des troncs supra-aortiques']),
  row('US-08', scan, 'ultrasound', 30, 9, [170, 2200, 270, 70],
    ['Ultrasound of the breasts', 'УЗИ молочных желёз', 'Ultrassonografia das mamas', 'Échographie mammaire']),
  row('US-09', scan, 'ultrasound', 20, 5, [140, 1800, 220, 60],
    ['Ultrasound of a joint', 'УЗИ сустава', 'Ultrassonografia de articulação', 'Échographie articulaire']),

  row('GY-01', women, 'consultation', 40, 26, [190, 2600, 420, 70],
    ['Gynaecologist, first visit', 'Приём гинеколога первичный', 'Ginecologista, primeira consulta', 'Gynécologue, première consultation']),
  row('GY-02', women, 'consultation', 30, 30, [140, 2100, 300, 55],
    ['Gynaecologist, follow-up', 'Приём гинеколога повторный', 'Ginecologista, retorno', 'Gynécologue, consultation de suivi']),
  row('GY-03', women, 'prevention', 20, 14, [95, 1500, 190, 40],
    ['Cervical smear test', 'Цитологический мазок', 'Papanicolau', 'Frottis cervical'], swab),
  row('GY-04', women, 'functional', 30, 6, [170, 2700, 290, 80],
    ['Colposcopy', 'Кольпоскопия', 'Colposcopia', 'Colposcopie'], swab),
  row('GY-05', women, 'consultation', 40, 10, [180, 2700, 400, 70],
    ['Pregnancy consultation', 'Приём беременной', 'Consulta de pré-natal', 'Consultation de grossesse']),
  row('GY-06', women, 'procedure', 30, 4, [220, 3900, 480, 110],
    ['Intrauterine device, insertion', 'Установка внутриматочной спирали', 'Inserção de DIU', 'Pose de stérilet']),
  row('GY-07', women, 'consultation', 30, 4, [130, 2000, 290, 50],
    ['Contraception advice', 'Консультация по контрацепции', 'Orientação sobre contracepção', 'Conseil en contraception']),

  row('EN-01', 'ent', 'consultation', 30, 30, [180, 2400, 400, 65],
    ['ENT specialist, first visit', 'Приём ЛОР-врача первичный', 'Otorrinolaringologista, primeira consulta', 'ORL, première consultation']),
  row('EN-02', 'ent', 'consultation', 20, 32, [130, 1900, 280, 50],
    ['ENT specialist, follow-up', 'Приём ЛОР-врача повторный', 'Otorrinolaringologista, retorno', 'ORL, consultation de suivi']),
  row('EN-03', 'ent', 'procedure', 15, 14, [70, 1100, 150, 35],
    ['Ear wax removal', 'Удаление серной пробки', 'Remoção de cerume', 'Extraction d’un bouchon de cérumen']),
  row('EN-04', 'ent', 'functional', 30, 10, [95, 1700, 180, 45],
    ['Hearing test', 'Аудиометрия', 'Audiometria', 'Audiométrie']),
  row('EN-05', 'ent', 'functional', 20, 8, [150, 2500, 320, 75],
    ['Nasal endoscopy', 'Эндоскопия носа', 'Nasofibroscopia', 'Nasofibroscopie']),
  row('EN-06', 'ent', 'procedure', 20, 6, [60, 1000, 130, 30],
    ['Tonsil rinsing', 'Промывание миндалин', 'Lavagem das amígdalas', 'Lavage des amygdales']),

  row('DE-01', skin, 'consultation', 30, 30, [180, 2400, 420, 65],
    ['Dermatologist, first visit', 'Приём дерматолога первичный', 'Dermatologista, primeira consulta', 'Dermatologue, première consultation'], bareSkin),
  row('DE-02', skin, 'consultation', 20, 30, [130, 1900, 300, 50],
    ['Dermatologist, follow-up', 'Приём дерматолога повторный', 'Dermatologista, retorno', 'Dermatologue, consultation de suivi'], bareSkin),
  row('DE-03', skin, 'functional', 30, 16, [160, 2300, 350, 70],
    ['Mole check with dermatoscope', 'Дерматоскопия родинок', 'Dermatoscopia de pintas', 'Dermatoscopie des grains de beauté'], bareSkin),
  row('DE-04', skin, 'procedure', 20, 12, [140, 2200, 330, 75],
    ['Wart removal by cryotherapy', 'Удаление бородавок азотом', 'Crioterapia de verrugas', 'Cryothérapie des verrues']),
  row('DE-05', skin, 'procedure', 40, 6, [290, 4500, 650, 150],
    ['Skin biopsy', 'Биопсия кожи', 'Biópsia de pele', 'Biopsie cutanée']),
  row('DE-06', skin, 'procedure', 15, 6, [50, 900, 120, 30],
    ['Skin scraping for fungi', 'Соскоб на грибок', 'Raspado de pele para fungos', 'Prélèvement mycologique']),
]
