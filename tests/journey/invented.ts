/** Who walks through the journey and what is written about them, in each language; all of it is invented. */
import type { HumanName } from '../../main/clinic/shared/names.ts'
import type { Language } from '../../main/clinic/shared/languages.ts'

export interface InventedPatient {
  name: HumanName
  /** The same person as somebody else may write her: other letters, the same phone. */
  twin: HumanName
  /** As it is typed, day first, and as it is shown. */
  bornOn: string
  phone: string
  email: string
  address: string
  documentNumber: string
}

export interface InventedTexts {
  allergies: string
  chronicConditions: string
  medicines: string
  emergencyContact: string
  returnReason: string
  /** What the doctor missed. */
  note: string
  cancelReason: string
  complaint: string
  findings: string
  diagnosis: string
  diagnosisCode: string
  plan: string
  addendum: string
  referral: { specialty: string; organization: string; reason: string }
  /** What the doctor tells whoever takes the blood. */
  orderNote: string
  /** Why the heart doctor of the clinic is asked. */
  insideReason: string
  contract: { services: string; remark: string; conditions: string }
  refundReason: string
  restReason: string
}

export interface Invented {
  patient: InventedPatient
  texts: InventedTexts
}

export const invented: Record<Language, Invented> = {
  en: {
    patient: {
      name: { family: 'Petrova-Lindqvist', given: 'Natalia', patronymic: null },
      twin: { family: 'Петрова-Линдквист', given: 'Наталия', patronymic: null },
      bornOn: '12/04/1978',
      phone: '0151 496 0461',
      email: 'natalia.petrova@example.org',
      address: '4 Mill Lane, Larkmere, LK2 7QT',
      documentNumber: '533380006',
    },
    texts: {
      allergies: 'Penicillin',
      chronicConditions: 'Mild asthma since childhood',
      medicines: 'Salbutamol inhaler when needed',
      emergencyContact: 'Erik Lindqvist (husband), 0151 496 0462',
      returnReason: 'Please add what happened after penicillin',
      note: 'Rash on arms and chest after penicillin in 2009, gone in two days',
      cancelReason: 'The patient will be travelling',
      complaint: 'Blocked right ear for five days after swimming. No pain, no fever.',
      findings:
        'Right ear canal closed by wax, removed. Ear drum grey and whole. Left ear clear. Nose and throat without findings.',
      diagnosis: 'Impacted cerumen, right ear',
      diagnosisCode: 'H61.2',
      plan: 'Keep the ear dry for two days. Hearing test if it does not clear within a week.',
      addendum: 'Hearing test by whisper at two metres: normal on both sides.',
      referral: {
        specialty: 'Audiology',
        organization: 'Larkmere Hospital',
        reason:
          'Hearing worse on the right since swimming; an audiogram after wax removal, please.',
      },
      orderNote: 'Takes salbutamol; is the potassium low?',
      insideReason: 'Potassium may be low under salbutamol; a heart trace, please.',
      contract: {
        services: 'Ear examination, removal of wax, hearing test.',
        remark: 'Please add that the hearing test is paid separately.',
        conditions: 'The hearing test is paid separately.',
      },
      refundReason: 'Cancelled by the clinic, part given back at once',
      restReason: 'The rest, as agreed by phone',
    },
  },
  ru: {
    patient: {
      name: { family: 'Петрова', given: 'Наталия', patronymic: 'Сергеевна' },
      twin: { family: 'Petrova', given: 'Nataliya', patronymic: null },
      bornOn: '12.04.1978',
      phone: '8 974 444-46-10',
      email: 'natalia.petrova@example.org',
      address: '699010, г. Вербногорск, ул. Мельничная, д. 4, кв. 17',
      documentNumber: '4509 123456',
    },
    texts: {
      allergies: 'Пенициллин',
      chronicConditions: 'Лёгкая бронхиальная астма с детства',
      medicines: 'Сальбутамол, ингалятор при необходимости',
      emergencyContact: 'Петров Игорь (муж), 8 974 444-46-11',
      returnReason: 'Допишите, что было после пенициллина',
      note: 'После пенициллина в 2009 году сыпь на руках и груди, прошла за два дня',
      cancelReason: 'Пациентка уезжает',
      complaint: 'Правое ухо заложено пятый день после бассейна. Боли и температуры нет.',
      findings:
        'Правый слуховой проход закрыт серной пробкой, удалена. Барабанная перепонка серая, целая. Слева без особенностей. Нос и зев без особенностей.',
      diagnosis: 'Серная пробка правого уха',
      diagnosisCode: 'H61.2',
      plan: 'Два дня беречь ухо от воды. Аудиометрия, если за неделю не пройдёт.',
      addendum: 'Шёпотная речь с двух метров: норма с обеих сторон.',
      referral: {
        specialty: 'Сурдология',
        organization: 'Вербногорская городская больница',
        reason: 'Снижение слуха справа после бассейна; прошу аудиограмму после удаления пробки.',
      },
      orderNote: 'Принимает сальбутамол; не снижен ли калий?',
      insideReason: 'На фоне сальбутамола возможна гипокалиемия; прошу ЭКГ и осмотр.',
      contract: {
        services: 'Осмотр уха, удаление серной пробки, аудиометрия.',
        remark: 'Добавьте, что аудиометрия оплачивается отдельно.',
        conditions: 'Аудиометрия оплачивается отдельно.',
      },
      refundReason: 'Отмена по вине клиники, часть возвращена сразу',
      restReason: 'Остаток, как договорились по телефону',
    },
  },
  'pt-BR': {
    patient: {
      name: { family: 'Conceição Peres', given: 'Natália', patronymic: null },
      twin: { family: 'Conceicao Perez', given: 'Natalia', patronymic: null },
      bornOn: '12/04/1978',
      phone: '(16) 90555-4610',
      email: 'natalia.peres@example.org',
      address: 'Rua do Moinho, 4 – Campo Sereno – SP, 13999-017',
      documentNumber: '529.982.247-25',
    },
    texts: {
      allergies: 'Penicilina',
      chronicConditions: 'Asma leve desde a infância',
      medicines: 'Salbutamol, inalador quando necessário',
      emergencyContact: 'Igor Peres (marido), (16) 90555-4611',
      returnReason: 'Falta dizer o que houve depois da penicilina',
      note: 'Erupção nos braços e no peito após penicilina em 2009, passou em dois dias',
      cancelReason: 'A paciente vai viajar',
      complaint: 'Ouvido direito tapado há cinco dias, depois da piscina. Sem dor, sem febre.',
      findings:
        'Conduto auditivo direito fechado por cerume, removido. Membrana timpânica cinzenta e íntegra. Ouvido esquerdo livre. Nariz e garganta sem alterações.',
      diagnosis: 'Cerume impactado, ouvido direito',
      diagnosisCode: 'H61.2',
      plan: 'Manter o ouvido seco por dois dias. Audiometria se não melhorar em uma semana.',
      addendum: 'Voz sussurrada a dois metros: normal dos dois lados.',
      referral: {
        specialty: 'Fonoaudiologia',
        organization: 'Hospital de Campo Sereno',
        reason:
          'Audição pior à direita depois da piscina; peço audiometria após a remoção do cerume.',
      },
      orderNote: 'Usa salbutamol; o potássio está baixo?',
      insideReason: 'Possível potássio baixo com salbutamol; peço avaliação e eletrocardiograma.',
      contract: {
        services: 'Exame do ouvido, remoção de cerume, audiometria.',
        remark: 'Acrescente que a audiometria é paga à parte.',
        conditions: 'A audiometria é paga à parte.',
      },
      refundReason: 'Cancelado pela clínica, parte devolvida na hora',
      restReason: 'O restante, como combinado por telefone',
    },
  },
  fr: {
    patient: {
      name: { family: 'Lefèvre-Petrova', given: 'Nathalie', patronymic: null },
      twin: { family: 'Lefevre Petrova', given: 'Natalie', patronymic: null },
      bornOn: '12/04/1978',
      phone: '06 39 98 46 10',
      email: 'nathalie.lefevre@example.org',
      address: '4 rue du Moulin, 45990 Montclair-les-Tilleuls',
      documentNumber: '2 78 04 99 999 001 67',
    },
    texts: {
      allergies: 'Pénicilline',
      chronicConditions: 'Asthme léger depuis l’enfance',
      medicines: 'Salbutamol, inhalateur si besoin',
      emergencyContact: 'Igor Lefèvre (mari), 06 39 98 46 11',
      returnReason: 'Préciser ce qui s’est passé après la pénicilline',
      note: 'Éruption des bras et du torse après pénicilline en 2009, passée en deux jours',
      cancelReason: 'La patiente part en voyage',
      complaint:
        'Oreille droite bouchée depuis cinq jours, après la piscine. Ni douleur ni fièvre.',
      findings:
        'Conduit auditif droit obstrué par un bouchon, retiré. Tympan gris, intact. Oreille gauche libre. Nez et gorge sans particularité.',
      diagnosis: 'Bouchon de cérumen, oreille droite',
      diagnosisCode: 'H61.2',
      plan: 'Garder l’oreille au sec pendant deux jours. Audiométrie sans amélioration sous huit jours.',
      addendum: 'Voix chuchotée à deux mètres : normale des deux côtés.',
      referral: {
        specialty: 'Audioprothèse',
        organization: 'Hôpital de Montclair',
        reason:
          'Audition moins bonne à droite depuis la piscine ; audiogramme après retrait du bouchon.',
      },
      orderNote: 'Prend du salbutamol ; le potassium est-il bas ?',
      insideReason: 'Potassium peut-être bas sous salbutamol ; avis et électrocardiogramme.',
      contract: {
        services: 'Examen de l’oreille, retrait du bouchon, audiométrie.',
        remark: 'Ajoutez que l’audiométrie est payée à part.',
        conditions: 'L’audiométrie est payée à part.',
      },
      refundReason: 'Annulé par la clinique, une partie rendue aussitôt',
      restReason: 'Le reste, comme convenu au téléphone',
    },
  },
}
