/** Names in plain Latin letters, for mail addresses and login names. */

const cyrillic: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
}

/** `Щербакова` gives `shcherbakova`, `Élodie` gives `elodie`, `da Silva` gives `dasilva`. */
export function mailName(name: string): string {
  // Decomposed, й would become и: Cyrillic goes first.
  const latin = [...name.toLowerCase()].map((letter) => cyrillic[letter] ?? letter).join('')
  return latin.normalize('NFD').replace(/[^a-z0-9]/g, '')
}
