/** A whole workstation in a folder of its own, as main/index.ts builds it, without a window. */
import { onTestFinished } from 'vitest'
import type { SetUp } from '../../main/clinic/settings/settings.input.ts'
import type { KeyStore } from '../../main/db/key.ts'
import {
  Workstation,
  type WorkstationParts,
  type WorkstationState,
} from '../../main/workstation.ts'
import { temporaryFolder } from './clinic-file.ts'

export interface TestWorkstation {
  workstation: Workstation
  folder: string
  /** The states that it went through, by name. */
  states: WorkstationState['name'][]
  /** What it logged: events with the errors' texts. */
  logged: string[]
}

/** Closed when the test ends, if it was not before. */
export function startWorkstation(parts: Partial<WorkstationParts> = {}): TestWorkstation {
  const folder = parts.folder ?? temporaryFolder()
  const logged: string[] = []
  const workstation = new Workstation({
    workerEntry: new URL('../main/worker/fake-worker.ts', import.meta.url),
    keyStore: null,
    log: (event, error) => logged.push(`${event} ${error instanceof Error ? error.message : ''}`),
    ...parts,
    folder,
  })
  const states: WorkstationState['name'][] = []
  workstation.onState((state) => states.push(state.name))
  onTestFinished(() => workstation.close())
  return { workstation, folder, states, logged }
}

/** A key store that keeps keys for one computer, as a keyring does. */
export function fakeKeyStore(computer: number): KeyStore {
  return {
    wrap: (key) => Uint8Array.from([computer, ...key]),
    unwrap: ([first, ...key]) => {
      if (first !== computer) throw new Error('this was wrapped on another computer')
      return Uint8Array.from(key)
    },
  }
}

export const databasePassphrase = 'the passphrase of the database'
export const administratorPassphrase = 'correct horse battery'

/** What the first start asks, answered. */
export const setUpWish: SetUp = {
  name: 'Поликлиника «Три кита»',
  country: 'RU',
  language: 'ru',
  currency: 'RUB',
  timeZone: 'Europe/Moscow',
  administrator: {
    family: 'Смирнова',
    given: 'Елена',
    patronymic: 'Олеговна',
    login: 'admin',
    passphrase: administratorPassphrase,
  },
  databasePassphrase,
}
