/** The clinic's own data and the settings that change how the program works. */
import * as z from 'zod'
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import type { OrganizationRow } from '../../db/tables.ts'
import { ClinicError } from '../shared/errors.ts'
import { isLanguage, type Language } from '../shared/languages.ts'
import {
  defaultLongWaitMinutes,
  waitingRoomLooks,
  waitingRoomSounds,
} from '../queue/queue.rules.ts'
import { defaultPinHours } from '../staff/pin.rules.ts'
import { addStaffMember, hashPassphrase } from '../staff/staff.service.ts'
import type { MailSettings, QueueSettings, SetUp, WorkstationSettings } from './settings.input.ts'
import {
  findDevice,
  findOrganization,
  findSetting,
  keepWorkstationSetting,
  listWorkstationSettings,
  renameDevice,
} from './settings.queries.ts'

/** The clinic as the other services need it: its zone, currency, language and letterhead. */
export type Clinic = Omit<OrganizationRow, 'language'> & { language: Language }

/** The clinic's row. Refused with `not-ready` before the clinic was set up. */
export async function readClinic(desk: { read: Reader }): Promise<Clinic> {
  const row = await findOrganization(desk.read)
  if (row === undefined) throw new ClinicError('not-ready', {})
  return { ...row, language: isLanguage(row.language) ? row.language : 'en' }
}

/** Whether the database already holds a clinic. */
export async function isSetUp(desk: Pick<Desk, 'read'>): Promise<boolean> {
  return (await findOrganization(desk.read)) !== undefined
}

/** The first start: the clinic and its first administrator. Refused with `already-set-up`. */
export async function setUpClinic(
  desk: Desk,
  wish: Omit<SetUp, 'databasePassphrase'>,
): Promise<{ administratorId: string }> {
  if (await isSetUp(desk)) throw new ClinicError('already-set-up', {})
  const { administrator, ...organization } = wish
  const passwordHash = await hashPassphrase(administrator.passphrase)
  return desk.write('settings.setUp', async (unit) => {
    unit.insert('organization', {
      ...organization,
      legalName: null,
      address: null,
      phone: null,
      email: null,
      taxId: null,
    })
    const person = { specialty: null, email: null, phone: null, language: wish.language }
    const administratorId = await addStaffMember(
      unit,
      { ...administrator, ...person, roles: ['administrator'] },
      passwordHash,
    )
    return { administratorId }
  })
}

/** Changes the clinic's own data, as of the version that the caller saw. */
export async function updateClinic(
  desk: Desk,
  wish: Omit<OrganizationRow, 'id' | 'createdAt' | 'updatedAt'>,
): Promise<void> {
  const { version, ...changes } = wish
  const clinic = await readClinic(desk)
  await desk.write('settings.updateClinic', async (unit) => {
    unit.patch('organization', clinic.id, changes, version)
  })
}

const storedMailSettings = z.object({
  host: z.string(),
  port: z.number(),
  security: z.enum(['none', 'starttls', 'tls']),
  user: z.string().nullable(),
  password: z.string().nullable(),
  fromAddress: z.string(),
  fromName: z.string(),
})

const mailSettingId = 'mail'

/** The mail settings with the password, for the sender alone; null until they are made. */
export async function readMailSettings(desk: Pick<Desk, 'read'>): Promise<MailSettings | null> {
  const row = await findSetting(desk.read, mailSettingId)
  return row === undefined ? null : storedMailSettings.parse(JSON.parse(row.value))
}

/** The mail settings as a screen may show them: whether there is a password, not which. */
export async function showMailSettings(desk: Desk) {
  const settings = await readMailSettings(desk)
  if (settings === null) return null
  const { password, ...shown } = settings
  return { ...shown, hasPassword: password !== null }
}

/** Stores the mail settings; a null password keeps the stored one. Mails that wait are tried at once. */
export async function saveMailSettings(desk: Desk, wish: MailSettings): Promise<void> {
  const known = await readMailSettings(desk)
  const value = JSON.stringify({ ...wish, password: wish.password ?? known?.password ?? null })
  await desk.write('settings.saveMail', async (unit) => {
    if (known === null) unit.insert('setting', { id: mailSettingId, value })
    else unit.patch('setting', mailSettingId, { value })
    unit.afterCommit(() => desk.wake('mail'))
  })
}

const queueSettingId = 'queue'
const storedQueueSettings = z.object({ longWaitMinutes: z.number() })

/** What the clinic says of its queue. */
export async function readQueueSettings(desk: Pick<Desk, 'read'>): Promise<QueueSettings> {
  const row = await findSetting(desk.read, queueSettingId)
  if (row === undefined) return { longWaitMinutes: defaultLongWaitMinutes }
  return storedQueueSettings.parse(JSON.parse(row.value))
}

/** Stores what the clinic says of its queue. */
export async function saveQueueSettings(desk: Desk, wish: QueueSettings): Promise<void> {
  const value = JSON.stringify(wish)
  const isKnown = (await findSetting(desk.read, queueSettingId)) !== undefined
  await desk.write('settings.saveQueue', async (unit) => {
    if (isKnown) unit.patch('setting', queueSettingId, { value })
    else unit.insert('setting', { id: queueSettingId, value })
  })
}

const workstationDefaults = {
  idleLockMinutes: 10,
  pinHours: defaultPinHours,
  waitingRoomSound: 'voice',
  waitingRoomLook: 'auto',
  waitingRoomAtStart: false,
  scanFolder: null,
  updateFeed: null,
}
const workstationShape = z.object({
  idleLockMinutes: z.number(),
  pinHours: z.number(),
  waitingRoomSound: z.enum(waitingRoomSounds),
  waitingRoomLook: z.enum(waitingRoomLooks),
  waitingRoomAtStart: z.boolean(),
  scanFolder: z.string().nullable(),
  updateFeed: z.string().nullable(),
})

/** What this workstation alone keeps: its name, when it locks itself, where updates come from. */
export async function readWorkstationSettings(
  desk: Pick<Desk, 'read'>,
): Promise<WorkstationSettings> {
  const rows = await listWorkstationSettings(desk.read)
  const stored = Object.fromEntries(rows.map((row) => [row.key, JSON.parse(row.value)]))
  const device = await findDevice(desk.read)
  return { name: device.name, ...workstationShape.parse({ ...workstationDefaults, ...stored }) }
}

/** Stores this workstation's settings; nothing of it leaves the workstation. */
export async function saveWorkstationSettings(
  desk: Desk,
  wish: WorkstationSettings,
): Promise<void> {
  const { name, ...settings } = wish
  await desk.write('settings.saveWorkstation', async (unit) => {
    await renameDevice(unit.db, name)
    for (const [key, value] of Object.entries(settings)) {
      await keepWorkstationSetting(unit.db, key, JSON.stringify(value))
    }
  })
}
