/** The keyboard in a form: Enter goes on to the next field, Ctrl+Enter sends the form. */

const fieldsThatTakeEnter =
  'input:not([type="hidden"]):not([type="file"]):not(:disabled), textarea:not(:disabled), button[type="submit"]'

/** The form's own `onKeyDown`. Texts of several lines, open lists and buttons keep their Enter. */
export function goOnWithEnter(event: React.KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.defaultPrevented) return
  const form = event.currentTarget
  const field = event.target
  if (!(field instanceof HTMLElement) || !form.contains(field)) return
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault()
    form.requestSubmit()
    return
  }
  const keepsEnter = field.matches('textarea, button') || isOpenList(field)
  if (keepsEnter) return
  event.preventDefault()
  nextField(form, field)?.focus()
}

function isOpenList(field: HTMLElement): boolean {
  return field.getAttribute('aria-expanded') === 'true' && field.getAttribute('role') !== null
}

function nextField(form: HTMLFormElement, from: HTMLElement): HTMLElement | undefined {
  const fields = [...form.querySelectorAll<HTMLElement>(fieldsThatTakeEnter)].filter(
    (field) =>
      field === from ||
      (field.tabIndex >= 0 &&
        // Of a row of choices the chosen one has the focus.
        !(field instanceof HTMLInputElement && field.type === 'radio' && !field.checked)),
  )
  return fields[fields.indexOf(from) + 1]
}
