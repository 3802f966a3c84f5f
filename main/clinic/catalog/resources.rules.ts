/** Which rooms and equipment a booking claims beside its doctor: what a service needs, met by what is free. */

/** A room or a piece of equipment. */
export interface Resource {
  id: string
  target: 'room' | 'equipment'
  name: string
  /** What it is for, in the clinic's own word. */
  kind: string | null
  /** Of equipment that stands in a room: that room. */
  locationId: string | null
}

/** One thing that a service claims: any of a kind, or one of those named. */
export interface Need {
  id: string
  target: 'room' | 'equipment'
  kind: string | null
  resourceIds: readonly string[]
}

/** How the needs of a service are met: the claimed ids in the order of the needs, or the need that cannot be met. */
export type Choice = { met: true; resourceIds: string[] } | { met: false; need: Need }

/** The resources that meet a need, in the order in which they are tried. */
export function candidatesFor<One extends Resource>(need: Need, resources: readonly One[]): One[] {
  return resources.filter(
    (resource) =>
      resource.target === need.target &&
      (need.kind === null ? need.resourceIds.includes(resource.id) : resource.kind === need.kind),
  )
}

/**
 * Those that a workstation may choose from: the rooms that it serves, and what stands in none or in one
 * of them; `served` null: all. The doctor's own room is among them, for that is where they are: a
 * booking that leads there is another workstation's.
 */
export function resourcesWithin<One extends Resource>(
  served: readonly string[] | null,
  doctorsRoomId: string | null,
  resources: readonly One[],
): readonly One[] {
  if (served === null) return resources
  return resources.filter(({ id, target, locationId }) => {
    const roomId = target === 'room' ? id : locationId
    return roomId === null || roomId === doctorsRoomId || served.includes(roomId)
  })
}

/**
 * Chooses a free resource for each need, no resource twice; a machine that stands in a room goes with
 * that room alone. Those in `preferred` are taken before others (the doctor's own room, what a booking
 * that moves has already). With a choice at all one is found; else the need that is the hardest to
 * meet is named.
 */
export function chooseResources(
  needs: readonly Need[],
  resources: readonly Resource[],
  isFree: (resourceId: string) => boolean,
  preferred: readonly string[] = [],
): Choice {
  const options = needs.map((need) => {
    const free = candidatesFor(need, resources).filter(({ id }) => isFree(id))
    return { need, free: free.toSorted((a, b) => rank(a, preferred) - rank(b, preferred)) }
  })
  const chosen: Resource[] = []
  let deepest = 0
  const place = (at: number): boolean => {
    deepest = Math.max(deepest, at)
    const option = options[at]
    if (option === undefined) return true
    for (const resource of option.free) {
      if (!goesWith(resource, chosen)) continue
      chosen.push(resource)
      if (place(at + 1)) return true
      chosen.pop()
    }
    return false
  }
  if (place(0)) return { met: true, resourceIds: chosen.map(({ id }) => id) }
  const hardest = options.find(({ free }) => free.length === 0) ?? options[deepest]
  if (hardest === undefined) throw new Error('A choice without needs is always met')
  return { met: false, need: hardest.need }
}

function rank(resource: Resource, preferred: readonly string[]): number {
  const at = preferred.indexOf(resource.id)
  if (at !== -1) return at
  // A machine that is where the doctor is saves the way, and one that moves goes before one elsewhere.
  if (resource.locationId === null) return preferred.length * 2
  const stands = preferred.indexOf(resource.locationId)
  return stands === -1 ? preferred.length * 2 + 1 : preferred.length + stands
}

/** Whether a resource can be claimed beside the others: once only, and a fixed machine in its room alone. */
function goesWith(resource: Resource, chosen: readonly Resource[]): boolean {
  return chosen.every((other) => {
    if (other.id === resource.id) return false
    if (other.target === resource.target) return true
    const [room, machine] = other.target === 'room' ? [other, resource] : [resource, other]
    return machine.locationId === null || machine.locationId === room.id
  })
}

/** The room that a claim leads to: a claimed room, or the one in which claimed equipment stands. */
export function roomOf(
  resourceIds: readonly string[],
  resources: readonly Resource[],
): string | null {
  const claimed = resources.filter(({ id }) => resourceIds.includes(id))
  const room = claimed.find(({ target }) => target === 'room')
  return room?.id ?? claimed.find(({ locationId }) => locationId !== null)?.locationId ?? null
}

/** The ids of a row's JSON list. */
export function listedIds(column: string): string[] {
  const list: unknown = JSON.parse(column)
  if (!Array.isArray(list)) throw new TypeError('not a list of ids')
  return list.map(String)
}
