/** A PIN's digits, sent with the last one: no key more than the PIN has. */
import { PinInput, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { pinLength } from '../../../main/clinic/staff/pin.rules.ts'
import { useTRPC } from '../../trpc.ts'
import { useErrorText } from '../../components/errors.tsx'

export function PinEntry({
  practitionerId,
  label,
  takesFocus = true,
}: {
  practitionerId: string
  label: string
  takesFocus?: boolean
}) {
  const trpc = useTRPC()
  const errorText = useErrorText()
  const [tries, setTries] = useState(0)
  const signIn = useMutation(
    trpc.staff.signInWithPin.mutationOptions({ onError: () => setTries((count) => count + 1) }),
  )
  return (
    <div role="group" aria-label={label}>
      <Text size="sm" fw={600} mb={4}>
        {label}
      </Text>
      <PinInput
        // A wrong PIN is typed anew from its first digit.
        key={tries}
        length={pinLength}
        type="number"
        inputType="password"
        mask
        autoFocus={takesFocus || tries > 0}
        placeholder=""
        aria-label={label}
        error={signIn.error !== null}
        onComplete={(pin) => signIn.mutate({ practitionerId, pin })}
      />
      {signIn.error !== null && (
        <Text size="sm" c="var(--bad)" mt={6} role="alert">
          {errorText(signIn.error)}
        </Text>
      )}
    </div>
  )
}
