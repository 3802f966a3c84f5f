/** Idempotency keys are forgotten once nobody can repeat their call any more. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createHandles } from '../../../main/db/kysely.ts'
import { forgetOldKeys } from '../../../main/db/upkeep.ts'
import { openTestClinic, type TestClinic } from '../../helpers/clinic.ts'

let clinic: TestClinic
beforeEach(async () => {
  clinic = await openTestClinic()
  clinic.raw.exec('DELETE FROM idempotency_key')
})
afterEach(() => clinic.close())

const keep = (key: string, createdAt: string) =>
  clinic.raw.prepare(`INSERT INTO idempotency_key VALUES (?, 'f', 'null', ?)`).run(key, createdAt)

const kept = () =>
  clinic.raw.prepare('SELECT key FROM idempotency_key ORDER BY created_at').pluck().all()

const counts = () =>
  ['audit_event', 'outbox_operation'].map((table) =>
    clinic.raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
  )

const now = '2026-11-21T12:00:00.000Z'

test('keys older than thirty days go, the others stay, and nothing is audited', async () => {
  keep('old', '2026-10-22T11:59:59.999Z')
  keep('young', '2026-10-22T12:00:00.000Z')
  keep('new', now)
  const before = counts()
  expect(await forgetOldKeys(createHandles(clinic.raw).root, now)).toBe(false)
  expect(kept()).toEqual(['young', 'new'])
  expect(counts()).toEqual(before)
})

test('some hundreds go at a time, the oldest first, and it says that there are more', async () => {
  for (let number = 0; number < 501; number += 1) {
    keep(`key ${number}`, `2026-01-01T00:00:00.${String(number).padStart(3, '0')}Z`)
  }
  const { root } = createHandles(clinic.raw)
  expect(await forgetOldKeys(root, now)).toBe(true)
  expect(kept()).toEqual(['key 500'])
  expect(await forgetOldKeys(root, now)).toBe(false)
  expect(kept()).toEqual([])
})
