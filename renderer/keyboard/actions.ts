/**
 * What keys can do: each action's stable name, its keys from the start, and its words. A person may
 * give an action other keys in Settings; the name is what is kept, so it is never used for anything
 * else. Keys that every list and form shares (arrows, Enter, Escape) are no actions: they stay.
 */

/** Where an action works: on every screen, or in one place. */
export const actionPlaces = ['everywhere', 'day', 'queue'] as const

type ActionPlace = (typeof actionPlaces)[number]

interface Action {
  place: ActionPlace
  /** `KeyboardEvent.code` with modifiers in front: `Ctrl+KeyK`, `F4`, `Space`, `Shift+Slash`. */
  keys: string
  /** The text's key with its file: `day:keys.firstFree`. */
  label: string
}

const everywhere = {
  'place.day': ['F2', 'shell:place.day'],
  'place.queue': ['F3', 'shell:place.queue'],
  'place.patients': ['F4', 'shell:place.patients'],
  'place.documents': ['F5', 'shell:place.documents'],
  'place.lists': ['F6', 'shell:place.lists'],
  'place.decisions': ['F7', 'hub:decide.title'],
  'place.cash': ['F8', 'shell:place.cash'],
  'place.notifications': ['F9', 'shell:place.notifications'],
  'place.catalog': ['Alt+Digit1', 'shell:place.catalog'],
  'place.staff': ['Alt+Digit2', 'shell:place.staff'],
  'place.settings': ['Alt+Digit3', 'shell:place.settings'],
  'place.schedule': ['Alt+Digit4', 'shell:place.schedule'],
  search: ['Ctrl+KeyK', 'shell:search'],
  searchList: ['Ctrl+KeyF', 'common:searchList'],
  undo: ['Ctrl+KeyZ', 'common:undo'],
  lock: ['Ctrl+KeyL', 'shell:lock'],
  switchUser: ['Ctrl+KeyU', 'shell:switch.title'],
  help: ['Shift+Slash', 'shell:help'],
} as const

const day = {
  'day.before': ['PageUp', 'day:keys.dayBefore'],
  'day.after': ['PageDown', 'day:keys.dayAfter'],
  'day.today': ['KeyT', 'day:keys.today'],
  'day.firstFree': ['KeyG', 'day:keys.firstFree'],
  'day.findTime': ['KeyF', 'day:find.title'],
  'day.nextStep': ['Space', 'day:keys.next'],
  'day.undoStep': ['Backspace', 'day:keys.undo'],
  'day.cancel': ['Delete', 'day:keys.cancel'],
  'day.cut': ['Ctrl+KeyX', 'day:keys.cut'],
  'day.paste': ['Ctrl+KeyV', 'day:keys.paste'],
  'day.longer': ['Shift+ArrowDown', 'booking:keys.longer'],
  'day.shorter': ['Shift+ArrowUp', 'booking:keys.shorter'],
  'day.block': ['Shift+KeyB', 'booking:keys.block'],
  'day.bookOver': ['KeyO', 'day:bookOver'],
  'day.visit': ['KeyV', 'day:keys.visit'],
  'day.views': ['Digit0', 'day:ownViews.title'],
  'day.walkIn': ['KeyW', 'queue:walkIn.title'],
} as const

const queue = {
  'queue.nextStep': ['Space', 'queue:keys.nextStep'],
  'queue.callNext': ['KeyC', 'queue:callNext'],
  'queue.requeue': ['KeyR', 'queue:requeue'],
  'queue.undoStep': ['Backspace', 'queue:keys.undoStep'],
  'queue.walkIn': ['KeyW', 'queue:walkIn.title'],
  'queue.screen': ['KeyS', 'queue:screen.open'],
} as const

type Rows = Readonly<Record<string, readonly [keys: string, label: string]>>

function actionsOf<Names extends Rows>(place: ActionPlace, rows: Names) {
  return Object.entries(rows).map(([name, [keys, label]]): [string, Action] => [
    name,
    { place, keys, label },
  ])
}

export type KeyAction = keyof typeof everywhere | keyof typeof day | keyof typeof queue

const table = new Map<string, Action>([
  ...actionsOf('everywhere', everywhere),
  ...actionsOf('day', day),
  ...actionsOf('queue', queue),
])

/** Whether a word names an action; what another version of the program kept may not. */
export function isKeyAction(word: string): word is KeyAction {
  return table.has(word)
}

/** All actions, those of every screen first. */
export const keyActions: readonly KeyAction[] = [...table.keys()].filter(isKeyAction)

export function actionOf(name: KeyAction): Action {
  const action = table.get(name)
  if (action === undefined) throw new Error(`There is no action ${name}`)
  return action
}
