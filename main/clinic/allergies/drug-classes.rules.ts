/**
 * The classes of medicines that people are most often allergic to, told by the stems of their
 * international nonproprietary names (WHO, "The use of stems in the selection of INN") and by a few
 * names that have no stem. The groups are those of the ATC classification, named beside each.
 */
import { foldText, splitWords } from '../patients/transliteration.rules.ts'

const classes = {
  /** J01C */
  penicillin:
    /cill?in|циллин|^(augmentin|amo[xk][iy]cla[vf]|amoxil|clamoxyl|аугментин|амоксиклав|флемоксин|флемоклав)/u,
  /** J01D */
  cephalosporin:
    /^(cef|ceph|цеф|ceftri|cephalosporin|cefalosporin|супракс|suprax|rocephin|роцефин)/u,
  /** J01E */
  sulfonamide:
    /^(sulfa(?!t)|sulfona|sulfame|sulfame|сульфа(?!т)|сульфо|trimethoprim|bactrim|biseptol|бактрим|бисептол)|(co.?trimoxazol|ко.?тримоксазол)/u,
  /** J01FA */
  macrolide: /(thromyci|tromici|tromyci|тромицин)|^(macrolid|макролид|сумамед|sumamed)/u,
  /** J01MA */
  fluoroquinolone: /(oxacin|оксацин)|^(fluorochinolon|fluoroquinolon|фторхинолон)/u,
  /** M01A, and acetylsalicylic acid (N02BA), to which the same people react */
  nsaid:
    /(profen|профен|oxicam|оксикам|coxib|коксиб|fenac|фенак)|^(nsaid|aines?$|ains$|нпв[пс]|aspirin|аспирин|acetylsal|acetilsal|ацетилсал|aas$|ketorol|cetorol|кеторол|naproxen|напроксен|nimesul|нимесул|indomet|индомет|nurofen|нурофен)/u,
  /** N02BB */
  pyrazolone: /^(metamizol|метамизол|dipiron|analgin|анальгин|novalgin|баралгин|baralgin)/u,
  /** N01B */
  'local-anaesthetic': /(caine?|caina|каин)$/u,
  /** N02A */
  opioid:
    /^(morphin|morfin|морфин|codein|кодеин|tramadol|трамадол|oxycodon|оксикодон|fentanyl|фентанил|opioid|опиоид|opiat|опиат)/u,
  /** V08A */
  'iodinated-contrast':
    /^(iod(?!ine$)|йод|iodine$|iode$|iodo$|omnipaque|омнипак|ultravist|ультравист)/u,
} as const

export type DrugClass = keyof typeof classes

const names = Object.keys(classes).filter((name): name is DrugClass => name in classes)

/** The classes that a text names or that a medicine named in it belongs to. */
export function drugClassesOf(text: string): DrugClass[] {
  const words = splitWords(foldText(text))
  return names.filter((name) => words.some((word) => classes[name].test(word)))
}

/**
 * Classes to which some who are allergic to another one react as well. Penicillins and cephalosporins:
 * about two in a hundred (Picard et al., J Allergy Clin Immunol Pract 2019;7:2722).
 */
export const relatedClasses: Partial<Record<DrugClass, readonly DrugClass[]>> = {
  penicillin: ['cephalosporin'],
  cephalosporin: ['penicillin'],
}
