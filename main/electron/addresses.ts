/** Which addresses are the application's own. */

export const appOrigin = 'app://polyclinic'

/**
 * Whether an address lies in the application itself. Node's `URL.origin` is `null` for every scheme
 * that is not the web's, `app:`, `data:` and `file:` alike, so scheme and host are compared.
 */
export function isOwnAddress(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host } = new URL(address)
  return `${protocol}//${host}` === appOrigin
}

/** The file's name below the served folder that an own address asks for; null when it is not one. */
export function servedName(address: string): string | null {
  if (!isOwnAddress(address)) return null
  const { pathname } = new URL(address)
  if (pathname === '/') return '/index.html'
  try {
    return decodeURIComponent(pathname)
  } catch {
    // The one thing that is thrown here says that the escapes are no UTF-8.
    return null
  }
}
