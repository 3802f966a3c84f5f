/** What the demo clinic's laboratory measures: common analytes with adults' limits, and the panels they come in. */
import { type Texts, texts } from '../texts.ts'

interface DemoRange {
  sex?: 'female' | 'male'
  low?: string
  high?: string
  criticalLow?: string
  criticalHigh?: string
}

export interface DemoAnalyte {
  code: string
  loinc: string
  name: Texts
  /** Null for what has no unit. */
  unit: Texts | null
  decimals: number
  specimenKind: 'blood' | 'serum' | 'plasma' | 'urine'
  /** Of adults, and of children as far as nothing else is known. */
  ranges: readonly DemoRange[]
  /** A value that nobody wonders at. */
  usual: string
}

const same = (unit: string) => texts(unit, unit, unit, unit)
const inRussian = (unit: string, ru: string) => texts(unit, ru, unit, unit)
const mmol = inRussian('mmol/L', 'ммоль/л')
const micromol = inRussian('µmol/L', 'мкмоль/л')
const units = inRussian('U/L', 'Ед/л')
const grams = inRussian('g/L', 'г/л')
const billions = same('10⁹/L')

function analyte(
  code: string,
  loinc: string,
  name: Texts,
  unit: Texts | null,
  [decimals, specimenKind, usual]: [number, DemoAnalyte['specimenKind'], string],
  ...ranges: DemoRange[]
): DemoAnalyte {
  return { code, loinc, name, unit, decimals, specimenKind, usual, ranges }
}

export const demoAnalytes: readonly DemoAnalyte[] = [
  analyte(
    'HB',
    '718-7',
    texts('Haemoglobin', 'Гемоглобин', 'Hemoglobina', 'Hémoglobine'),
    grams,
    [0, 'blood', '141'],
    { sex: 'female', low: '120', high: '150', criticalLow: '70' },
    { sex: 'male', low: '130', high: '170', criticalLow: '70' },
  ),
  analyte(
    'RBC',
    '789-8',
    texts('Erythrocytes', 'Эритроциты', 'Hemácias', 'Érythrocytes'),
    same('10¹²/L'),
    [2, 'blood', '4.60'],
    { sex: 'female', low: '3.8', high: '5.1' },
    { sex: 'male', low: '4.3', high: '5.7' },
  ),
  analyte(
    'WBC',
    '6690-2',
    texts('Leukocytes', 'Лейкоциты', 'Leucócitos', 'Leucocytes'),
    billions,
    [1, 'blood', '6.4'],
    { low: '4.0', high: '10.0', criticalLow: '1.5', criticalHigh: '50' },
  ),
  analyte(
    'PLT',
    '777-3',
    texts('Platelets', 'Тромбоциты', 'Plaquetas', 'Plaquettes'),
    billions,
    [0, 'blood', '245'],
    { low: '150', high: '400', criticalLow: '30', criticalHigh: '1000' },
  ),
  analyte(
    'HCT',
    '4544-3',
    texts('Haematocrit', 'Гематокрит', 'Hematócrito', 'Hématocrite'),
    same('%'),
    [1, 'blood', '42.0'],
    { sex: 'female', low: '36', high: '45' },
    { sex: 'male', low: '39', high: '50' },
  ),
  analyte(
    'ESR',
    '30341-2',
    texts('Sedimentation rate', 'СОЭ', 'VHS', 'Vitesse de sédimentation'),
    inRussian('mm/h', 'мм/ч'),
    [0, 'blood', '9'],
    { sex: 'female', high: '20' },
    { sex: 'male', high: '15' },
  ),
  analyte(
    'K',
    '2823-3',
    texts('Potassium', 'Калий', 'Potássio', 'Potassium'),
    mmol,
    [1, 'serum', '4.3'],
    { low: '3.5', high: '5.1', criticalLow: '2.8', criticalHigh: '6.2' },
  ),
  analyte('NA', '2951-2', texts('Sodium', 'Натрий', 'Sódio', 'Sodium'), mmol, [0, 'serum', '140'], {
    low: '136',
    high: '145',
    criticalLow: '120',
    criticalHigh: '160',
  }),
  analyte(
    'CL',
    '2075-0',
    texts('Chloride', 'Хлориды', 'Cloreto', 'Chlorures'),
    mmol,
    [0, 'serum', '103'],
    { low: '98', high: '107' },
  ),
  analyte(
    'CA',
    '17861-6',
    texts('Calcium', 'Кальций', 'Cálcio', 'Calcium'),
    mmol,
    [2, 'serum', '2.36'],
    { low: '2.15', high: '2.55', criticalLow: '1.65', criticalHigh: '3.25' },
  ),
  analyte(
    'GLU',
    '14771-0',
    texts('Fasting glucose', 'Глюкоза натощак', 'Glicose em jejum', 'Glycémie à jeun'),
    mmol,
    [1, 'plasma', '5.1'],
    { low: '3.9', high: '6.0', criticalLow: '2.5', criticalHigh: '25' },
  ),
  analyte(
    'HBA1C',
    '4548-4',
    texts(
      'Glycated haemoglobin',
      'Гликированный гемоглобин',
      'Hemoglobina glicada',
      'Hémoglobine glyquée',
    ),
    same('%'),
    [1, 'blood', '5.4'],
    { high: '6.0' },
  ),
  analyte(
    'CREA',
    '14682-9',
    texts('Creatinine', 'Креатинин', 'Creatinina', 'Créatinine'),
    micromol,
    [0, 'serum', '74'],
    { sex: 'female', low: '45', high: '84', criticalHigh: '650' },
    { sex: 'male', low: '59', high: '104', criticalHigh: '650' },
  ),
  analyte(
    'UREA',
    '22664-7',
    texts('Urea', 'Мочевина', 'Ureia', 'Urée'),
    mmol,
    [1, 'serum', '5.2'],
    { low: '2.8', high: '8.1' },
  ),
  analyte(
    'UA',
    '14933-6',
    texts('Uric acid', 'Мочевая кислота', 'Ácido úrico', 'Acide urique'),
    micromol,
    [0, 'serum', '290'],
    { sex: 'female', low: '143', high: '339' },
    { sex: 'male', low: '202', high: '417' },
  ),
  analyte(
    'ALT',
    '1742-6',
    texts('ALT', 'АЛТ', 'TGP (ALT)', 'ALAT'),
    units,
    [0, 'serum', '22'],
    { sex: 'female', high: '33' },
    { sex: 'male', high: '41' },
  ),
  analyte(
    'AST',
    '1920-8',
    texts('AST', 'АСТ', 'TGO (AST)', 'ASAT'),
    units,
    [0, 'serum', '20'],
    { sex: 'female', high: '32' },
    { sex: 'male', high: '40' },
  ),
  analyte(
    'GGT',
    '2324-2',
    texts('Gamma-GT', 'Гамма-ГТ', 'Gama-GT', 'Gamma-GT'),
    units,
    [0, 'serum', '21'],
    { sex: 'female', high: '40' },
    { sex: 'male', high: '60' },
  ),
  analyte(
    'BIL',
    '14631-6',
    texts('Total bilirubin', 'Билирубин общий', 'Bilirrubina total', 'Bilirubine totale'),
    micromol,
    [1, 'serum', '10.2'],
    { high: '21' },
  ),
  analyte(
    'CRP',
    '1988-5',
    texts('C-reactive protein', 'С-реактивный белок', 'Proteína C reativa', 'Protéine C réactive'),
    inRussian('mg/L', 'мг/л'),
    [1, 'serum', '1.8'],
    { high: '5.0' },
  ),
  analyte(
    'CHOL',
    '14647-2',
    texts('Total cholesterol', 'Холестерин общий', 'Colesterol total', 'Cholestérol total'),
    mmol,
    [1, 'serum', '4.7'],
    { high: '5.2' },
  ),
  analyte(
    'LDL',
    '22748-8',
    texts('LDL cholesterol', 'Холестерин ЛПНП', 'Colesterol LDL', 'Cholestérol LDL'),
    mmol,
    [1, 'serum', '2.6'],
    { high: '3.0' },
  ),
  analyte(
    'HDL',
    '14646-4',
    texts('HDL cholesterol', 'Холестерин ЛПВП', 'Colesterol HDL', 'Cholestérol HDL'),
    mmol,
    [1, 'serum', '1.5'],
    { sex: 'female', low: '1.2' },
    { sex: 'male', low: '1.0' },
  ),
  analyte(
    'TG',
    '14927-8',
    texts('Triglycerides', 'Триглицериды', 'Triglicerídeos', 'Triglycérides'),
    mmol,
    [1, 'serum', '1.1'],
    { high: '1.7' },
  ),
  analyte(
    'TSH',
    '3016-3',
    texts('TSH', 'ТТГ', 'TSH', 'TSH'),
    inRussian('mIU/L', 'мМЕ/л'),
    [2, 'serum', '1.85'],
    { low: '0.40', high: '4.00' },
  ),
]

export const demoPanels: readonly { code: string; name: Texts; analytes: readonly string[] }[] = [
  {
    code: 'CBC',
    name: texts('Full blood count', 'Общий анализ крови', 'Hemograma', 'Numération sanguine'),
    analytes: ['HB', 'RBC', 'HCT', 'WBC', 'PLT', 'ESR'],
  },
  {
    code: 'LYTES',
    name: texts('Electrolytes', 'Электролиты', 'Eletrólitos', 'Ionogramme'),
    analytes: ['K', 'NA', 'CL', 'CA'],
  },
  {
    code: 'KIDNEY',
    name: texts('Kidneys', 'Почки', 'Função renal', 'Bilan rénal'),
    analytes: ['CREA', 'UREA', 'UA', 'K'],
  },
  {
    code: 'LIVER',
    name: texts('Liver', 'Печень', 'Função hepática', 'Bilan hépatique'),
    analytes: ['ALT', 'AST', 'GGT', 'BIL'],
  },
  {
    code: 'LIPIDS',
    name: texts('Lipids', 'Липиды', 'Perfil lipídico', 'Bilan lipidique'),
    analytes: ['CHOL', 'LDL', 'HDL', 'TG'],
  },
]
