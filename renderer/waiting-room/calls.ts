/** Calls that are heard: which are new, and how each sounds. */
import type { WaitingRoomBoard } from '../../main/clinic/queue/queue.rules.ts'

type Call = WaitingRoomBoard['called'][number]

const nameOf = ({ ticket, at }: Call) => `${ticket} ${at}`

/**
 * The calls that were not there before, the earliest first. The first board has none: whoever was
 * called before the screen was opened was heard already.
 */
export function newCalls(before: WaitingRoomBoard | null, now: WaitingRoomBoard): Call[] {
  if (before === null) return []
  const known = new Set(before.called.map(nameOf))
  return now.called.filter((call) => !known.has(nameOf(call))).toReversed()
}

/** A ticket as it is read out: the letters one by one, the number as a number. */
export function spokenTicket(ticket: string): string {
  return ticket.replace(/^[A-Z]+/, (letters) => `${[...letters].join(' ')} `)
}

/** A voice of this computer for a language, if there is one: the same country before any other. */
export function voiceFor<Voice extends { lang: string }>(
  voices: readonly Voice[],
  language: string,
): Voice | null {
  const base = language.split('-')[0] ?? language
  const fits = (tag: string) => tag.replace('_', '-').toLowerCase()
  return (
    voices.find(({ lang }) => fits(lang) === language.toLowerCase()) ??
    voices.find(({ lang }) => fits(lang).split('-')[0] === base) ??
    null
  )
}

/** Says a sentence, or sounds where the computer has no voice for the language. */
export function callOut(sentence: string, language: string, sound: 'voice' | 'chime'): void {
  const voice = sound === 'voice' ? voiceFor(speechSynthesis.getVoices(), language) : null
  if (voice === null) return chime()
  const spoken = new SpeechSynthesisUtterance(sentence)
  spoken.voice = voice
  spoken.lang = voice.lang
  spoken.rate = 0.9
  speechSynthesis.speak(spoken)
}

/** Two tones, a falling third, as a doorbell has. Frequencies in hertz, times in seconds. */
function chime(): void {
  const audio = new AudioContext()
  for (const [frequency, start] of [
    [659.25, 0],
    [523.25, 0.45],
  ] as const) {
    const tone = audio.createOscillator()
    const loudness = audio.createGain()
    const from = audio.currentTime + start
    tone.frequency.value = frequency
    loudness.gain.setValueAtTime(0.0001, from)
    loudness.gain.exponentialRampToValueAtTime(0.4, from + 0.02)
    loudness.gain.exponentialRampToValueAtTime(0.0001, from + 1.2)
    tone.connect(loudness).connect(audio.destination)
    tone.start(from)
    tone.stop(from + 1.3)
  }
  setTimeout(() => void audio.close(), 2500)
}
