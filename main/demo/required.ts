/** What the demo's plan names. */

/** What a plan names is always made before it is used. */
export function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the demo plan names something that was not made')
  return value
}
