/** When the parts of a package are booked: one after the other, each at a time that a person chose or the first that is left. */
import type { RouterOutputs } from '../../router-types.ts'

export type FoundTime = RouterOutputs['schedule']['search']['times'][number]

/** One service of a package, as often as it is in it. */
export interface PackagePart {
  key: string
  serviceId: string
  name: string
}

export interface PlannedPart extends PackagePart {
  /** Those that lie beside no other part, the patient being in one place at a time. */
  options: FoundTime[]
  /** Null where nothing is left. */
  time: FoundTime | null
}

/** What a choice is called in a list. */
export function timeKey({ startsAt, practitioner }: FoundTime): string {
  return `${startsAt} ${practitioner.id}`
}

/** Each part as often as it is in the package. */
export function partsOf(
  parts: readonly { serviceId: string; name: string; quantity: number }[],
): PackagePart[] {
  return parts.flatMap(({ serviceId, name, quantity }) =>
    Array.from({ length: quantity }, (_, index) => ({
      key: `${serviceId} ${index + 1}`,
      serviceId,
      name,
    })),
  )
}

/**
 * A time for each part. What was chosen stays where it is free; the others take, in their order, the
 * first time after the part before them, else the first at all.
 */
export function planParts(
  parts: readonly PackagePart[],
  timesOf: ReadonlyMap<string, readonly FoundTime[]>,
  chosen: Readonly<Record<string, string>>,
): PlannedPart[] {
  const taken = new Map<string, FoundTime>()
  for (const { key, serviceId } of parts) {
    const wished = (timesOf.get(serviceId) ?? []).find((time) => timeKey(time) === chosen[key])
    if (wished !== undefined && isFree(wished, taken, key)) taken.set(key, wished)
  }
  let after = ''
  for (const { key, serviceId } of parts) {
    if (!taken.has(key)) {
      const free = (timesOf.get(serviceId) ?? []).filter((time) => isFree(time, taken, key))
      const next = free.find(({ startsAt }) => startsAt >= after) ?? free[0]
      if (next !== undefined) taken.set(key, next)
    }
    after = taken.get(key)?.endsAt ?? after
  }
  return parts.map((part) => ({
    ...part,
    time: taken.get(part.key) ?? null,
    options: (timesOf.get(part.serviceId) ?? []).filter((time) => isFree(time, taken, part.key)),
  }))
}

function isFree(time: FoundTime, taken: ReadonlyMap<string, FoundTime>, ownKey: string): boolean {
  return [...taken].every(
    ([key, other]) =>
      key === ownKey || other.endsAt <= time.startsAt || time.endsAt <= other.startsAt,
  )
}
