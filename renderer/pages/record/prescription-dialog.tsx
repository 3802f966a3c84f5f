/** Writes a prescription: medicines one below the other, each checked against the allergies as it is typed. */
import {
  ActionIcon,
  Button,
  Group,
  Modal,
  NumberInput,
  Stack,
  Text,
  TextInput,
  Tooltip,
  UnstyledButton,
} from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery } from '@tanstack/react-query'
import { IconAlertTriangle, IconPlus, IconTrash } from '@tabler/icons-react'
import { Controller, type UseFormReturn, useFieldArray, useWatch } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type * as z from 'zod'
import { allergyWarnings } from '../../../main/clinic/allergies/allergies.rules.ts'
import { issuePrescriptionInput } from '../../../main/clinic/prescriptions/prescriptions.input.ts'
import {
  longestValidityDays,
  mostMedicines,
  usualValidityDays,
} from '../../../main/clinic/prescriptions/prescriptions.rules.ts'
import { nowIso } from '../../clock.ts'
import { DayInput } from '../../components/day-input.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { type FieldTools, useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import classes from './record.module.css'
import { noMedicine, repeated } from './repeat.ts'
import type { Prescription } from './types.ts'

interface PrescriptionParts {
  opened: boolean
  close: () => void
  patientId: string
  encounterId: string
}

export function PrescriptionDialog({ opened, close, ...parts }: PrescriptionParts) {
  const { t } = useTranslation('record')
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('prescriptions.new')}
      size={760}
      yOffset="4vh"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <PrescriptionForm {...parts} close={close} />
    </Modal>
  )
}

type Typed = z.input<typeof issuePrescriptionInput>
type Wish = z.output<typeof issuePrescriptionInput>

const keys = { issue: 'Ctrl+Enter', add: 'Alt+KeyN' }

function PrescriptionForm({ close, patientId, encounterId }: Omit<PrescriptionParts, 'opened'>) {
  const { t } = useTranslation('record')
  const trpc = useTRPC()
  const form = useSchemaForm(
    issuePrescriptionInput,
    {
      patientId,
      encounterId,
      medicines: [noMedicine],
      validDays: usualValidityDays,
      overrideReason: '',
    },
    'onSubmit',
  )
  const rows = useFieldArray({ control: form.control, name: 'medicines' })
  const issue = useMutation(
    trpc.prescriptions.issue.mutationOptions({
      onSuccess: ({ number }) => {
        const message = t('prescriptions.issued', { number })
        notifications.show({ message, color: 'teal', withCloseButton: false })
        close()
      },
    }),
  )
  const field = useFieldTools(form, issue.error)
  const warnings = useWarnings(form, patientId)
  const isWarned = warnings.some((ofMedicine) => ofMedicine.length > 0)
  const submit = form.handleSubmit((wish) => {
    if (issue.isPending) return
    if (isWarned && wish.overrideReason === null) {
      form.setError('overrideReason', { message: t('prescriptions.reasonNeeded') })
      form.setFocus('overrideReason')
      return
    }
    issue.mutate(wish)
  })
  const add = () => rows.append(noMedicine)
  useKeys(t('prescriptions.new'), [
    { keys: keys.issue, label: t('prescriptions.issue'), run: () => void submit() },
    { keys: keys.add, label: t('prescriptions.addMedicine'), run: add },
  ])
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="sm">
        <EarlierOnes
          patientId={patientId}
          take={(medicines) => {
            form.setValue('medicines', medicines)
            form.clearErrors()
          }}
        />
        <div className={classes['rows']}>
          {rows.fields.map((row, index) => (
            <MedicineRow
              key={row.id}
              index={index}
              form={form}
              field={field}
              warnings={warnings[index] ?? []}
              {...(rows.fields.length > 1 && { remove: () => rows.remove(index) })}
            />
          ))}
        </div>
        {rows.fields.length < mostMedicines && (
          <Button
            variant="subtle"
            size="compact-md"
            leftSection={<IconPlus size={15} aria-hidden />}
            rightSection={<Key keys={keys.add} />}
            onClick={add}
            style={{ alignSelf: 'flex-start' }}
          >
            {t('prescriptions.addMedicine')}
          </Button>
        )}
        {isWarned && (
          <TextInput
            label={t('prescriptions.overrideReason')}
            description={t('prescriptions.overrideHint')}
            withAsterisk
            maxLength={500}
            {...field.text('overrideReason')}
            error={form.formState.errors.overrideReason?.message}
          />
        )}
        <Group justify="space-between" align="flex-end">
          <Controller
            control={form.control}
            name="validDays"
            render={({ field: control }) => (
              <NumberInput
                {...control}
                label={t('prescriptions.validDays')}
                w={190}
                min={1}
                max={longestValidityDays}
                allowDecimal={false}
                error={field.error('validDays')}
              />
            )}
          />
          <Group gap="xs">
            <Button variant="default" onClick={close} rightSection={<Key keys="Escape" />}>
              {t('cancel')}
            </Button>
            <Button
              type="submit"
              loading={issue.isPending}
              rightSection={<Key keys={keys.issue} />}
            >
              {t('prescriptions.issue')}
            </Button>
          </Group>
        </Group>
        {issue.error !== null && <ErrorNote error={issue.error} />}
      </Stack>
    </form>
  )
}

type Form = UseFormReturn<Typed, unknown, Wish>
type Warning = ReturnType<typeof allergyWarnings>[number]

/** What speaks against each medicine as it stands, by its place. */
function useWarnings(form: Form, patientId: string): Warning[][] {
  const trpc = useTRPC()
  const { data = [] } = useQuery(trpc.allergies.ofPatient.queryOptions({ patientId }))
  const standing = data.filter(({ archivedAt }) => archivedAt === null)
  const medicines = useWatch({ control: form.control, name: 'medicines' })
  return medicines.map(({ medicine }) => allergyWarnings(medicine, standing))
}

function MedicineRow({
  index,
  form,
  field,
  warnings,
  remove,
}: {
  index: number
  form: Form
  field: FieldTools<Typed>
  warnings: Warning[]
  remove?: () => void
}) {
  const { t } = useTranslation('record')
  return (
    <div
      className={classes['row']}
      role="group"
      aria-label={t('prescriptions.medicineOf', { position: index + 1 })}
    >
      <div className={classes['rowHead']}>
        <TextInput
          label={t('prescriptions.medicine')}
          placeholder={t('prescriptions.medicineHint')}
          withAsterisk
          data-autofocus={index === 0 || undefined}
          maxLength={200}
          {...field.text(`medicines.${index}.medicine`)}
        />
        {remove !== undefined && (
          <Tooltip label={t('prescriptions.removeMedicine')}>
            <ActionIcon
              mt={23}
              size={36}
              variant="default"
              aria-label={t('prescriptions.removeMedicine')}
              onClick={remove}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {warnings.map(({ allergyId, substance, match }) => (
        <div key={allergyId} className={classes['warned']} role="alert">
          <IconAlertTriangle size={16} aria-hidden />
          {t(`match.${match}`, { substance })}
        </div>
      ))}
      <div className={classes['rowFoot']}>
        <TextInput
          label={t('prescriptions.dosage')}
          placeholder={t('prescriptions.dosageHint')}
          withAsterisk
          maxLength={500}
          {...field.text(`medicines.${index}.dosage`)}
        />
        <TextInput
          label={t('prescriptions.quantity')}
          maxLength={100}
          {...field.text(`medicines.${index}.quantity`)}
        />
        <Controller
          control={form.control}
          name={`medicines.${index}.takenUntil`}
          render={({ field: control }) => (
            <DayInput
              label={t('prescriptions.takenUntil')}
              value={control.value ?? ''}
              onChange={(day) => control.onChange(day === '' ? null : day)}
              onBlur={control.onBlur}
              error={field.error(`medicines.${index}.takenUntil`)}
            />
          )}
        />
      </div>
    </div>
  )
}

/** So many can be repeated by one key. */
const shownEarlier = 3

function EarlierOnes({
  patientId,
  take,
}: {
  patientId: string
  take: (medicines: ReturnType<typeof repeated>) => void
}) {
  const { t } = useTranslation('record')
  const trpc = useTRPC()
  const formats = useFormats()
  const { data = [] } = useQuery(trpc.prescriptions.ofPatient.queryOptions({ patientId }))
  const earlier = data.filter(({ cancelledAt }) => cancelledAt === null).slice(0, shownEarlier)
  const repeat = ({ issuedAt, medicines }: Prescription) =>
    take(repeated({ issuedOn: formats.dayOf(issuedAt), medicines }, formats.dayOf(nowIso())))
  useKeys(
    t('prescriptions.repeat'),
    earlier.map((one, index) => ({
      keys: `Alt+Digit${index + 1}`,
      label: t('prescriptions.repeatOf', { day: formats.day(formats.dayOf(one.issuedAt)) }),
      run: () => repeat(one),
    })),
  )
  if (earlier.length === 0) return null
  return (
    <div className={classes['earlier']}>
      <Text size="sm" fw={620}>
        {t('prescriptions.repeat')}
      </Text>
      {earlier.map((one, index) => (
        <UnstyledButton
          key={one.id}
          className={classes['earlierButton'] ?? ''}
          onClick={() => repeat(one)}
        >
          <Key keys={`Alt+Digit${index + 1}`} />
          <Text span size="sm" c="var(--soft)" className="numbers" flex="none">
            {formats.day(formats.dayOf(one.issuedAt))}
          </Text>
          <span className="cut">{one.medicines.map(({ medicine }) => medicine).join(' · ')}</span>
        </UnstyledButton>
      ))}
    </div>
  )
}
