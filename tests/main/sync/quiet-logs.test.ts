/** After a busy day with everything going wrong, the logs of hub and workstations hold nothing of a patient. */
import { expect, onTestFinished, test, vi } from 'vitest'
import { createCard } from '../../../main/clinic/patients/medical-card.service.ts'
import { registerPatient } from '../../../main/clinic/patients/patients.service.ts'
import { setPhoto } from '../../../main/clinic/patients/photo.service.ts'
import { logLine } from '../../../main/clinic/shared/error-facts.ts'
import { systemActor } from '../../../main/db/desk.ts'
import { createHubLogger } from '../../../main/hub/logs.ts'
import { serveBridge } from '../../../main/ipc/bridge.ts'
import { procedure, router } from '../../../main/ipc/procedure.ts'
import { Session } from '../../../main/ipc/session.ts'
import { writeInvitation } from '../../../main/sync/wire.ts'
import { instead } from '../../helpers/at-step.ts'
import { addRow, everyRole } from '../../helpers/every-table.ts'
import { registrationOf } from '../../helpers/patients.ts'
import { openProxy } from '../../helpers/tcp-proxy.ts'
import { newMember, someOperation, startTestHub } from '../../helpers/test-hub.ts'
import { fakeKeyStore, setUpWish, startWorkstation } from '../../helpers/workstation.ts'

const patience = { timeout: 60_000 }
const workerEntry = new URL('../../../main/worker/worker.ts', import.meta.url)

const families = ['Кулагина-Штольц', 'Пржевальская', 'Бонч-Осмоловский']
const phones = ['+79161112233', '+79164445566', '+79167778899']

/** Those of what must not be told that a log tells. */
const foundIn = (lines: readonly string[], secrets: readonly string[]) =>
  secrets.filter((secret) => lines.some((line) => line.includes(secret)))

test(
  'the logs of a busy run name no patient, no phone and no card',
  { timeout: 180_000 },
  async () => {
    const lines: string[] = []
    /** What storages, parsers and bugs say: they quote what they choked on. */
    const quoting = () => new Error(`near "${families.join()} ${phones.join()}": no`)
    let isSpoilt = false
    const hub = await startTestHub({
      now: () => new Date().toISOString(),
      log: createHubLogger((line) => lines.push(line)),
      within: (store) =>
        instead(store, {
          write: (work) => (isSpoilt ? Promise.reject(quoting()) : store.write(work)),
        }),
    })
    const proxy = await openProxy(hub.port)
    onTestFinished(() => proxy.close())
    const start = () =>
      startWorkstation({
        workerEntry,
        keyStore: fakeKeyStore(1),
        choresAfterMs: 1_000_000,
        log: (event, error) => lines.push(logLine(event, error)),
      }).workstation
    const invitation = async () => {
      const { fingerprint, code } = await hub.server.invite()
      return writeInvitation({ address: `https://127.0.0.1:${proxy.port}`, fingerprint, code })
    }
    const first = start()
    await first.open()
    await first.setUp({ ...setUpWish, databasePassphrase: null })
    await first.desk(systemActor, null).write('test.fill', async (unit) => {
      addRow(unit, 'practitioner')
    })
    await first.membership.join({ invitation: await invitation(), name: 'Стойка 1' })
    const second = start()
    await second.open()
    const wish = { name: 'Стойка 2', databasePassphrase: null }
    const inSync = (of: typeof first) =>
      vi.waitFor(
        () => expect(of.membership.status()).toMatchObject({ state: 'in-sync', unsent: 0 }),
        patience,
      )
    await inSync(first)
    await second.joinAsNew({ ...wish, invitation: await invitation() })
    await inSync(second)

    // Work that goes through, with the line cut and the storage failing in between.
    const cards: string[] = []
    for (const [at, family] of families.entries()) {
      const logged = lines.length
      isSpoilt = at === 1
      if (at === 2) proxy.setReachable(false)
      const desk = () => first.desk(everyRole, null)
      const value = phones[at] ?? ''
      const { id } = await registerPatient(
        desk(),
        registrationOf({ family, phones: [{ use: 'mobile', value }] }),
      )
      cards.push((await createCard(desk(), id)).number)
      const picture = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, at])
      await setPhoto(desk(), { id, version: 1, picture })
      if (at > 0) await vi.waitFor(() => expect(lines.length).toBeGreaterThan(logged), patience)
      isSpoilt = false
    }
    proxy.setReachable(true)
    await first.membership.tryNow()
    await inSync(first)

    // A refused push, something that is no push at all, and a bug behind a window.
    const { peer, hello } = await newMember(hub, families[0])
    const { epoch } = hello
    await peer.mutate('push', {
      epoch,
      operations: [someOperation(7, { name: families[1] ?? '' })],
    })
    await peer.mutate('push', { epoch: families[0], operations: phones })
    await peer.ask({ method: 'POST', path: `/files/${encodeURIComponent(cards[0] ?? '')}` })
    await askWithBug(first, (path, error) => lines.push(logLine(`bug in ${path}`, error)), quoting)
    await hub.server.revoke(hello.deviceId)
    await hub.server.stop()
    await second.close()
    await first.close()

    const secrets = [...families, ...phones, ...phones.map((phone) => phone.slice(2)), ...cards]
    expect(cards).toHaveLength(families.length)
    expect(lines.length).toBeGreaterThan(8)
    expect(lines.join('\n')).toContain('bug in fail')
    expect(foundIn(lines, secrets)).toEqual([])
    // And would be found, if one of them were there.
    for (const secret of secrets) {
      expect(foundIn([...lines, logLine(`registered ${secret}`)], secrets)).toContain(secret)
    }
  },
)

/** A window's call that ends in a bug. */
async function askWithBug(
  workstation: ReturnType<typeof startWorkstation>['workstation'],
  logBug: (path: string, error: unknown) => void,
  bug: () => Error,
): Promise<void> {
  const { port1: far, port2: near } = new MessageChannel()
  onTestFinished(() => far.close())
  const failing = router({
    fail: procedure('anyone').query(() => {
      throw bug()
    }),
  })
  const told = Promise.withResolvers<void>()
  serveBridge(
    {
      post: (message) => near.postMessage(message),
      listen(onMessage, onClose) {
        near.addEventListener('message', (event) => onMessage(event.data))
        near.addEventListener('close', onClose)
        near.start()
      },
    },
    {
      router: failing,
      context: (requestKey) => ({ workstation, session: new Session(), requestKey }),
      logBug(path, error) {
        logBug(path, error)
        told.resolve()
      },
    },
  )
  far.postMessage({
    kind: 'call',
    id: 1,
    key: crypto.randomUUID(),
    type: 'query',
    path: 'fail',
    input: null,
  })
  await told.promise
}
