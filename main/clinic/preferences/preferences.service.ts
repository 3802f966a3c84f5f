/**
 * What a person chose for themselves: keys and saved views. They go with the person to every
 * workstation, because hands learn keys, not desks.
 */
import type { Desk } from '../../db/desk.ts'
import { type DayView, dayViews, type KeyChoice, keyChoices } from './preferences.input.ts'
import { listPreferences } from './preferences.queries.ts'

export interface Preferences {
  keys: KeyChoice[]
  /** Null until the person has saved a view of their own. */
  dayViews: DayView[] | null
}

/** What the person at work chose; what does not fit this version of the program counts as not chosen. */
export async function readPreferences(desk: Desk): Promise<Preferences> {
  const rows = await listPreferences(desk.read, desk.actor.id)
  const valueOf = (name: string): unknown =>
    JSON.parse(rows.find((row) => row.name === name)?.value ?? 'null')
  return {
    keys: keyChoices.safeParse(valueOf('keys')).data ?? [],
    dayViews: dayViews.safeParse(valueOf('dayViews')).data ?? null,
  }
}

/** Keeps the keys that the person at work gave to actions; an empty choice is the program's own. */
export async function chooseKeys(desk: Desk, keys: KeyChoice[]): Promise<void> {
  await keep(desk, 'keys', keys)
}

/** Keeps the views that the person at work saved, in the order of their digits. */
export async function saveDayViews(desk: Desk, views: DayView[]): Promise<void> {
  await keep(desk, 'dayViews', views)
}

async function keep(desk: Desk, name: keyof Preferences, value: unknown): Promise<void> {
  await desk.write(`preferences.${name}`, async (unit) => {
    const known = (await listPreferences(unit.db, desk.actor.id)).find((row) => row.name === name)
    const text = JSON.stringify(value)
    if (known !== undefined) unit.patch('preference', known.id, { value: text })
    else unit.insert('preference', { practitionerId: desk.actor.id, name, value: text })
  })
}
