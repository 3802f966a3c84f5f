/** The settings of this workstation's laboratory line; nothing of them leaves it. */
import type { Desk } from '../../db/desk.ts'
import { keepWorkstationSetting, listWorkstationSettings } from '../settings/settings.queries.ts'
import { labLineInput, type LabLineSettings } from './lab-line.input.ts'

const key = 'labLine'

/** Off, and when it is on for this computer alone, until somebody says otherwise. */
const untouched: LabLineSettings = { isOn: false, reach: 'computer', port: 2575 }

export async function readLabLine(desk: Pick<Desk, 'read'>): Promise<LabLineSettings> {
  const stored = (await listWorkstationSettings(desk.read)).find((row) => row.key === key)
  return stored === undefined ? untouched : labLineInput.parse(JSON.parse(stored.value))
}

export async function saveLabLine(desk: Desk, wish: LabLineSettings): Promise<void> {
  await desk.write('labs.saveLine', (unit) =>
    keepWorkstationSetting(unit.db, key, JSON.stringify(wish)),
  )
}
