/** Which branches a workstation serves, as hub and workstation compare it. */

/** Whether both lists hold the same locations; null stands for all of them. */
export function sameBranches(
  one: readonly string[] | null,
  other: readonly string[] | null,
): boolean {
  if (one === null || other === null) return one === other
  const [a, b] = [new Set(one), new Set(other)]
  return a.size === b.size && [...a].every((id) => b.has(id))
}
