/** Categories and their parts in the order in which the catalog shows them. */
import type { RouterOutputs } from '../../router-types.ts'

export type Category = RouterOutputs['catalog']['categories'][number]

/** Each category with its parts behind it; a part whose whole is not among them stands for itself. */
export function categoryTree(categories: readonly Category[]): Category[] {
  const known = new Set(categories.map(({ id }) => id))
  const parts = Map.groupBy(categories, ({ parentId }) =>
    parentId !== null && known.has(parentId) ? parentId : null,
  )
  return (parts.get(null) ?? []).flatMap((one) => [one, ...(parts.get(one.id) ?? [])])
}

/** Those beside which a category can be moved: of the same whole. */
export function siblingsOf(category: Category, categories: readonly Category[]): Category[] {
  return categories.filter(({ parentId }) => parentId === category.parentId)
}

/** `Ultrasound › Heart`, or the name alone. */
export function categoryPath(category: Category, categories: readonly Category[]): string {
  const whole = categories.find(({ id }) => id === category.parentId)
  return whole === undefined ? category.name : pathOf(whole.name, category.name)
}

export function pathOf(whole: string | null, part: string): string {
  return whole === null ? part : `${whole} › ${part}`
}
