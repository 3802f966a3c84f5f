/** A card while it is filled in: kept when a field is left, one save after the other. */
import { useEffect, useRef, useState } from 'react'
import type { bloodTypes } from '../../../main/clinic/patients/medical-card.input.ts'
import { nowIso } from '../../clock.ts'
import { useTRPCClient } from '../../trpc.ts'
import type { Card } from './types.ts'

type BloodType = (typeof bloodTypes)[number]

export interface CardForm {
  bloodType: BloodType | null
  allergies: string
  chronicConditions: string
  medicines: string
  emergencyContact: string
  note: string
}

function formOf(card: Card, bloodType: BloodType | null): CardForm {
  return {
    bloodType,
    allergies: card.allergies ?? '',
    chronicConditions: card.chronicConditions ?? '',
    medicines: card.medicines ?? '',
    emergencyContact: card.emergencyContact ?? '',
    note: card.note ?? '',
  }
}

const sameForm = (one: CardForm, other: CardForm) => JSON.stringify(one) === JSON.stringify(other)

export function useCardDraft(card: Card, bloodType: BloodType | null) {
  const client = useTRPCClient()
  const [form, setForm] = useState(() => formOf(card, bloodType))
  const [savedAt, setSavedAt] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const kept = useRef({ form, version: card.version })
  const newest = useRef(form)
  newest.current = form
  const running = useRef<Promise<boolean>>(Promise.resolve(true))

  /** What someone else wrote meanwhile is taken over while nothing here is unsaved. */
  useEffect(() => {
    if (card.version <= kept.current.version) return
    if (!sameForm(newest.current, kept.current.form)) return
    const next = formOf(card, bloodType)
    kept.current = { form: next, version: card.version }
    setForm(next)
  }, [card, bloodType])

  async function saveOnce(): Promise<boolean> {
    const wish = newest.current
    if (sameForm(wish, kept.current.form)) return true
    try {
      const { version } = await client.cards.save.mutate({
        id: card.id,
        version: kept.current.version,
        ...wish,
      })
      kept.current = { form: wish, version }
      setError(null)
      setSavedAt(nowIso())
      return true
    } catch (failure) {
      setError(failure)
      return false
    }
  }

  /** Answers whether everything is kept. */
  function save(): Promise<boolean> {
    running.current = running.current.then(saveOnce)
    return running.current
  }

  /** Gives up what is here for what the service has. */
  function takeNewest(): void {
    const next = formOf(card, bloodType)
    kept.current = { form: next, version: card.version }
    setForm(next)
    setError(null)
  }

  const saveLatest = useRef(save)
  saveLatest.current = save
  useEffect(() => () => void saveLatest.current(), [])

  return {
    form,
    set: (changes: Partial<CardForm>) => setForm((known) => ({ ...known, ...changes })),
    save,
    savedAt,
    error,
    takeNewest,
    version: () => kept.current.version,
  }
}
