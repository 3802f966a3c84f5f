/** Toasts of the platform. */
import { type BrowserWindow, Notification } from 'electron'

/** Shown until the platform drops it, so that it does not fall to the garbage collector with its click. */
const shown = new Set<Notification>()

/** Shows a toast; a click on it brings the window to the front. Nothing where the platform has none. */
export function showToast(
  { title, body }: { title: string; body: string },
  window: () => BrowserWindow | null,
): void {
  if (!Notification.isSupported()) return
  const toast = new Notification({ title, body, urgency: 'critical', timeoutType: 'never' })
  shown.add(toast)
  toast.on('click', () => {
    window()?.restore()
    window()?.focus()
  })
  toast.on('close', () => shown.delete(toast))
  toast.on('failed', () => shown.delete(toast))
  toast.show()
}
