/** Tasks: asked of a colleague or a role, handed on, commented, done or called off; mine, overdue, audited. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CreateTask } from '../../../../main/clinic/tasks/tasks.input.ts'
import { allowsStep, concerns, dueState } from '../../../../main/clinic/tasks/tasks.rules.ts'
import {
  cancelTask,
  changeDue,
  commentTask,
  completeTask,
  countTasks,
  createTask,
  delegateTask,
  endTasksOf,
  listAskedTasks,
  listFocusTasks,
  listMyTasks,
  listOverdueTasks,
  listPatientTasks,
  listTaskOwners,
  readTask,
  reopenTask,
  requestTask,
} from '../../../../main/clinic/tasks/tasks.service.ts'
import { addDoctor, addPatient } from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'
import { listenToQueries } from '../../../helpers/query-plans.ts'

let clinic: TestClinic
let doctorId: string
let otherId: string

beforeEach(async () => {
  clinic = await openTestClinic()
  doctorId = await addDoctor(clinic, { serviceIds: [] })
  otherId = await addDoctor(clinic, { serviceIds: [] })
})
afterEach(() => clinic.close())

const doctor = () => clinic.deskOf(['doctor'], doctorId)
const other = () => clinic.deskOf(['doctor'], otherId)
const nurse = () => clinic.deskOf(['nurse'], '01900000-0000-7000-8000-0000000000ee')

async function ask(wish: Partial<CreateTask> = {}): Promise<string> {
  const { id } = await requestTask(doctor(), {
    patientId: null,
    focus: null,
    title: 'Перезвонить',
    description: null,
    owner: { practitionerId: otherId },
    dueOn: '2026-11-17',
    ...wish,
  })
  return id
}

const titles = (tasks: { title: string }[]) => tasks.map(({ title }) => title)

const kindsOf = async (id: string) => (await readTask(doctor(), id)).steps.map(({ kind }) => kind)

describe('a task', () => {
  test('waits in the list of the colleague it is asked of, what is due first comes first', async () => {
    await ask({ title: 'Без срока', dueOn: null })
    await ask({ title: 'Завтра' })
    await ask({ title: 'Сегодня', dueOn: '2026-11-16' })
    expect(titles(await listMyTasks(other()))).toEqual(['Сегодня', 'Завтра', 'Без срока'])
    expect(await listMyTasks(doctor())).toEqual([])
    expect(await listAskedTasks(doctor())).toHaveLength(3)
  })

  test('asked of a role is in the list of everyone who holds it', async () => {
    await ask({ owner: { role: 'nurse' } })
    expect(titles(await listMyTasks(nurse()))).toEqual(['Перезвонить'])
    expect(await listMyTasks(other())).toEqual([])
    expect(await countTasks(nurse())).toEqual({ mine: 1, overdue: 0 })
  })

  test('is overdue from the day after it was due, for who does it and who asked', async () => {
    await ask({ dueOn: '2026-11-16' })
    expect(await listOverdueTasks(other())).toEqual([])
    clinic.setNow('2026-11-16T21:00:00.000Z')
    expect(titles(await listOverdueTasks(other()))).toEqual(['Перезвонить'])
    expect(titles(await listOverdueTasks(doctor()))).toEqual(['Перезвонить'])
    expect(await listOverdueTasks(nurse())).toEqual([])
    expect(await countTasks(other())).toEqual({ mine: 1, overdue: 1 })
  })

  test('is handed on, put off, commented and done, each step with who and when', async () => {
    const id = await ask()
    await commentTask(other(), { id, comment: 'Не отвечает' })
    await delegateTask(other(), { id, version: 1, owner: { role: 'nurse' }, comment: 'Уезжаю' })
    await changeDue(nurse(), { id, version: 2, dueOn: '2026-11-20', comment: null })
    await completeTask(nurse(), { id, version: 3, comment: 'Дозвонилась' })
    const task = await readTask(doctor(), id)
    expect(task).toMatchObject({ status: 'completed', dueOn: '2026-11-20', ownerRole: 'nurse' })
    expect(task.steps).toMatchObject([
      { kind: 'requested', actor: { family: expect.any(String) } },
      { kind: 'commented', comment: 'Не отвечает' },
      { kind: 'delegated', ownerRole: 'nurse', comment: 'Уезжаю' },
      { kind: 'due-changed', dueOn: '2026-11-20' },
      { kind: 'completed', comment: 'Дозвонилась' },
    ])
    expect(await listMyTasks(nurse())).toEqual([])
  })

  test('that has ended takes a comment and can be opened again, and nothing else', async () => {
    const id = await ask()
    await cancelTask(doctor(), { id, version: 1, comment: 'Сам пришёл' })
    const again = { id, version: 2, comment: null }
    await expect(completeTask(other(), again)).rejects.toMatchObject({ code: 'task-ended' })
    await commentTask(other(), { id, comment: 'Хорошо' })
    await reopenTask(doctor(), again)
    await expect(reopenTask(doctor(), { ...again, version: 3 })).rejects.toMatchObject({
      code: 'task-ended',
    })
    expect(await kindsOf(id)).toEqual(['requested', 'cancelled', 'commented', 'reopened'])
    expect(titles(await listMyTasks(other()))).toEqual(['Перезвонить'])
  })

  test('is neither read nor touched by whom it does not concern', async () => {
    const patientId = await addPatient(clinic)
    const id = await ask({ patientId })
    await expect(readTask(nurse(), id)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(commentTask(nurse(), { id, comment: 'Что это?' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await listPatientTasks(nurse(), patientId)).toEqual([])
    expect(titles(await listPatientTasks(doctor(), patientId))).toEqual(['Перезвонить'])
  })

  test('taken up by two at once tells the second one', async () => {
    const id = await ask({ owner: { role: 'nurse' } })
    await changeDue(nurse(), { id, version: 1, dueOn: null, comment: null })
    await expect(
      delegateTask(doctor(), { id, version: 1, owner: { practitionerId: otherId }, comment: null }),
    ).rejects.toMatchObject({ code: 'version-conflict' })
  })

  test('is refused for a patient or a colleague who is not there', async () => {
    const nobody = '01900000-0000-7000-8000-0000000000ff'
    await expect(ask({ patientId: nobody })).rejects.toMatchObject({ code: 'not-found' })
    await expect(ask({ owner: { practitionerId: nobody } })).rejects.toMatchObject({
      code: 'not-found',
    })
    expect((await listTaskOwners(doctor())).map(({ id }) => id)).toContain(otherId)
  })

  test('stands in the audit trail step by step', async () => {
    const id = await ask()
    await completeTask(other(), { id, version: 1, comment: null })
    const events = clinic.raw
      .prepare<[], { command: string; entity: string; actor_id: string }>(
        `SELECT command, entity, actor_id FROM audit_event WHERE command LIKE 'tasks.%' ORDER BY rowid`,
      )
      .all()
    expect(events).toEqual([
      { command: 'tasks.create', entity: 'task', actor_id: doctorId },
      { command: 'tasks.create', entity: 'task_step', actor_id: doctorId },
      { command: 'tasks.complete', entity: 'task', actor_id: otherId },
      { command: 'tasks.complete', entity: 'task_step', actor_id: otherId },
    ])
  })
})

describe('other rooms', () => {
  const focus = { kind: 'referral' as const, id: '01900000-0000-7000-8000-0000000000aa' }

  test('ask for something about a referral inside their own unit, and end it when it is answered', async () => {
    const wish = { patientId: null, title: 'Узнать ответ', description: null, dueOn: null }
    await doctor().write('referrals.issue', (unit) =>
      createTask(unit, { ...wish, focus, owner: { practitionerId: otherId } }),
    )
    expect(await listFocusTasks(other(), focus.id)).toMatchObject([{ focus, status: 'requested' }])
    await doctor().write('referrals.answer', (unit) => endTasksOf(unit, focus.id, 'completed'))
    expect(await listFocusTasks(other(), focus.id)).toMatchObject([{ status: 'completed' }])
    expect(await listMyTasks(other())).toEqual([])
  })
})

test('the rules say who has to do with a task, what may be done, and how late it is', () => {
  const task = { requesterId: 'a', ownerId: null, ownerRole: 'nurse' }
  expect(concerns(task, { id: 'a', roles: [] })).toBe(true)
  expect(concerns(task, { id: 'b', roles: ['nurse'] })).toBe(true)
  expect(concerns(task, { id: 'b', roles: ['doctor'] })).toBe(false)
  expect(allowsStep('completed', 'cancelled')).toBe(false)
  expect(allowsStep('completed', 'reopened')).toBe(true)
  expect(dueState('2026-11-15', '2026-11-16')).toBe('overdue')
  expect(dueState('2026-11-16', '2026-11-16')).toBe('today')
  expect(dueState('2026-11-17', '2026-11-16')).toBe('later')
  expect(dueState(null, '2026-11-16')).toBe('none')
})

test('every list finds its tasks by an index', async () => {
  const patientId = await addPatient(clinic)
  const id = await ask({ patientId })
  const asked = listenToQueries(clinic)
  await listMyTasks(doctor())
  await listAskedTasks(doctor())
  await listOverdueTasks(doctor())
  await listPatientTasks(doctor(), patientId)
  await listFocusTasks(doctor(), patientId)
  await readTask(doctor(), id)
  asked.expectNoScans()
})
