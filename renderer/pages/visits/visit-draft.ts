/**
 * The text of a visit while it is written: saved as typed, and brought together with what somebody else
 * writes in the same visit. What both changed is never written over: both texts are shown to choose from.
 */
import {
  isSameVisit,
  mergeVisits,
  takePart,
  type VisitPart,
} from '../../../main/clinic/visits/visit-merge.rules.ts'
import type { VisitContent } from '../../../main/clinic/visits/visits.rules.ts'
import { createDraftSaver, type SaveState } from './draft-saver.ts'

/** A text that all in the visit share, or shared. */
export interface Base {
  mark: string
  content: VisitContent
}

/** The text that all share now, with what it grew out of. */
export interface Shared extends Base {
  lineage: readonly string[]
  savedAt: string
}

/** Parts that both changed in another way; theirs stands in `theirs`. */
export interface Clash {
  theirs: VisitContent
  parts: readonly VisitPart[]
}

export interface DraftSnapshot {
  content: VisitContent
  state: SaveState
  clash: Clash | null
}

export interface SavedText {
  savedAt: string
  outcome: 'shared' | 'kept' | 'newer'
  mark: string
}

interface DraftParts {
  content: VisitContent
  base: Base
  savedAt: string | null
  save: (text: { content: VisitContent; base: Base; isShared: boolean }) => Promise<SavedText>
  isFinal: (error: unknown) => boolean
  pauseMs?: number
  longestMs?: number
}

export interface VisitDraftStore {
  snapshot: () => DraftSnapshot
  change: (content: VisitContent) => void
  /** Saves at once what is unsaved; with `isShared` everyone in the visit gets it. */
  flush: (isShared: boolean) => Promise<void>
  drop: () => void
  /** Takes note of the text that all share now. */
  takeIn: (shared: Shared) => void
  /** Decides a part that both changed. */
  choose: (part: VisitPart, whose: 'mine' | 'theirs') => void
  /** The mark of the shared text that this one stands on. */
  mark: () => string
  subscribe: (listener: () => void) => () => void
}

export function createVisitDraft(parts: DraftParts): VisitDraftStore {
  const listeners = new Set<() => void>()
  /** Every shared text that was seen here, so that a late read of an old one changes nothing. */
  const seen = new Set([parts.base.mark])
  let { content, base } = parts
  let shared: Shared | null = null
  let decided = new Set<VisitPart>()
  let clash: Clash | null = null
  let isShareAsked = false
  /** Whether something is typed that the others do not have. */
  let isUnshared = false
  let current: DraftSnapshot | null = null

  const saver = createDraftSaver<VisitContent>({
    savedAt: parts.savedAt,
    isFinal: parts.isFinal,
    save: async (text) => {
      const isShared = isShareAsked
      isShareAsked = false
      const saved = await parts.save({ content: text, base, isShared })
      if (saved.outcome === 'shared') standOn({ mark: saved.mark, content: text })
      isUnshared = !isSameVisit(content, base.content)
      return saved
    },
    ...(parts.pauseMs !== undefined && { pauseMs: parts.pauseMs }),
    ...(parts.longestMs !== undefined && { longestMs: parts.longestMs }),
  })
  saver.subscribe(() => {
    if (saver.state().name !== 'saving') bringTogether()
    tell()
  })

  function tell(): void {
    current = null
    for (const listener of listeners) listener()
  }

  function standOn(text: Base): void {
    base = text
    seen.add(text.mark)
    decided = new Set()
    clash = null
  }

  /** What only they changed comes in by itself; what both changed waits for a choice. */
  function bringTogether(): void {
    if (shared === null || shared.mark === base.mark || seen.has(shared.mark)) return
    // A save that is on its way may be what they answer to.
    if (saver.state().name === 'saving') return
    const grew = shared.lineage.includes(base.mark)
    const merged = mergeVisits(grew ? base.content : null, content, shared.content)
    const open = merged.clashes.filter((part) => !decided.has(part))
    content = merged.content
    if (open.length > 0) {
      clash = { theirs: shared.content, parts: open }
      return
    }
    standOn(shared)
    isUnshared = !isSameVisit(content, base.content)
    saver.edit(content)
  }

  return {
    snapshot: () => (current ??= { content, state: saver.state(), clash }),
    change(text) {
      content = text
      isUnshared = true
      saver.edit(text)
      tell()
    },
    flush(isShared) {
      if (isShared && isUnshared) {
        isShareAsked = true
        // It may be kept already, and for the one who typed it alone.
        saver.edit(content)
      }
      return saver.flush()
    },
    drop() {
      isUnshared = false
      saver.drop()
    },
    takeIn(text) {
      shared = text
      bringTogether()
      tell()
    },
    choose(part, whose) {
      if (clash === null) return
      if (whose === 'theirs') content = takePart(content, clash.theirs, part)
      else decided.add(part)
      clash = null
      bringTogether()
      tell()
    },
    mark: () => base.mark,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
