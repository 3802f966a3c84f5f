/** Relatives, guardians and payers: another patient, or somebody of whom name and phone are known. */
import { Anchor, Checkbox, Group, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { addRelativeInput, relationships } from '../../../main/clinic/patients/relatives.input.ts'
import { useShowError } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { offerUndo } from '../../components/undo.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { DetailsSection } from './details-section.tsx'
import { PatientPicker } from './patient-picker.tsx'
import type { Relative } from './types.ts'
import classes from './merge.module.css'

export function RelativesSection({ patientId }: { patientId: string }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const formats = useFormats()
  const mayWrite = useMay()('patients.write')
  const [open, setOpen] = useState<Relative | 'new' | null>(null)
  const { data } = useQuery(trpc.record.relatives.queryOptions({ patientId }))
  const isEmpty = data?.relatives.length === 0 && data.relativeOf.length === 0
  return (
    <DetailsSection
      title={t('relatives.title')}
      {...(mayWrite && { add: { label: t('relatives.add'), run: () => setOpen('new') } })}
      empty={isEmpty ? t('relatives.empty') : null}
    >
      {data?.relatives.map((relative) => (
        <RelativeItem
          key={relative.id}
          relative={relative}
          {...(mayWrite && { edit: () => setOpen(relative) })}
        />
      ))}
      {data?.relativeOf.map((one) => (
        <div key={one.id} className={classes['item']}>
          <span className={classes['soft']}>
            {t('relatives.of', { relationship: t(`relatives.kind.${one.relationship}`) })}
          </span>
          <Link to={`/patients/${one.patientId}`} className={classes['name'] ?? ''}>
            {formats.name(one.name)}
          </Link>
          <Roles isGuardian={one.isGuardian} isPayer={one.isPayer} />
        </div>
      ))}
      {open !== null && (
        <RelativeDialog
          patientId={patientId}
          relative={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </DetailsSection>
  )
}

function Roles({ isGuardian, isPayer }: { isGuardian: boolean; isPayer: boolean }) {
  const { t } = useTranslation('patients')
  if (!isGuardian && !isPayer) return null
  return (
    <span className={classes['tags']}>
      {isGuardian && <span className={classes['tag']}>{t('relatives.guardian')}</span>}
      {isPayer && <span className={classes['tag']}>{t('relatives.payer')}</span>}
    </span>
  )
}

function RelativeItem({ relative, edit }: { relative: Relative; edit?: () => void }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const formats = useFormats()
  const showError = useShowError()
  const archive = useMutation(trpc.record.archiveRelative.mutationOptions({ onError: showError }))
  const { id, version, relativeId, patientName, name, phone } = relative
  const shownName = patientName === null ? (name ?? '') : formats.name(patientName)
  function remove(): void {
    archive.mutate(
      { id, version, archived: true },
      {
        onSuccess: () =>
          offerUndo(t('relatives.removed', { name: shownName }), () =>
            archive.mutate({ id, version: version + 1, archived: false }),
          ),
      },
    )
  }
  return (
    <div className={classes['item']}>
      <span className={classes['soft']}>{t(`relatives.kind.${relative.relationship}`)}</span>
      {relativeId === null ? (
        <span className={classes['name']}>{shownName}</span>
      ) : (
        <Link to={`/patients/${relativeId}`} className={classes['name'] ?? ''}>
          {shownName}
        </Link>
      )}
      {phone !== null && <span className="numbers">{phone}</span>}
      <Roles isGuardian={relative.isGuardian} isPayer={relative.isPayer} />
      {edit !== undefined && (
        <span className={classes['itemActions']}>
          <Anchor component="button" type="button" size="sm" onClick={edit}>
            {t('details.change')}
          </Anchor>
          <Anchor component="button" type="button" size="sm" onClick={remove}>
            {t('details.remove')}
          </Anchor>
        </span>
      )}
    </div>
  )
}

type Who = 'person' | 'patient'

function RelativeDialog({
  patientId,
  relative,
  onClose,
}: {
  patientId: string
  relative: Relative | null
  onClose: () => void
}) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const formats = useFormats()
  const [who, setWho] = useState<Who>(
    relative === null || relative.relativeId === null ? 'person' : 'patient',
  )
  const [chosen, setChosen] = useState(
    relative?.patientName === null || relative === null ? '' : formats.name(relative.patientName),
  )
  const add = useMutation(trpc.record.addRelative.mutationOptions({ onSuccess: onClose }))
  const update = useMutation(trpc.record.updateRelative.mutationOptions({ onSuccess: onClose }))
  const error = add.error ?? update.error
  const form = useSchemaForm(addRelativeInput, {
    patientId,
    relativeId: relative?.relativeId ?? null,
    relationship: relationships.find((one) => one === relative?.relationship) ?? 'mother',
    name: relative?.name ?? '',
    phone: relative?.relativeId === null ? (relative.phone ?? '') : '',
    isGuardian: relative?.isGuardian ?? true,
    isPayer: relative?.isPayer ?? false,
  })
  const field = useFieldTools(form, error)
  const submit = form.handleSubmit(({ patientId: _patient, ...relation }) =>
    relative === null
      ? add.mutate({ patientId, ...relation })
      : update.mutate({ id: relative.id, version: relative.version, ...relation }),
  )
  function change(next: Who): void {
    setWho(next)
    setChosen('')
    form.setValue('relativeId', null)
  }
  return (
    <FormModal
      title={t('relatives.one')}
      submitLabel={t('save')}
      onSubmit={() => void submit()}
      onClose={onClose}
      pending={add.isPending || update.isPending}
      error={error}
      placed={['invalid-input']}
    >
      <SegmentedControl
        aria-label={t('relatives.who')}
        value={who}
        onChange={(value) => change(value === 'patient' ? 'patient' : 'person')}
        data={[
          { value: 'person', label: t('relatives.byName') },
          { value: 'patient', label: t('relatives.aPatient') },
        ]}
      />
      {who === 'person' ? (
        <Group grow align="start">
          <TextInput
            data-autofocus
            label={t('relatives.name')}
            maxLength={200}
            autoComplete="off"
            {...field.text('name', { orNull: true })}
          />
          <TextInput
            label={t('phone')}
            type="tel"
            maxLength={40}
            autoComplete="off"
            {...field.text('phone', { orNull: true })}
          />
        </Group>
      ) : chosen === '' ? (
        <PatientPicker
          label={t('relatives.aPatient')}
          exceptId={patientId}
          error={field.error('name') ?? field.error('relativeId')}
          choose={(found) => {
            form.setValue('relativeId', found.id, { shouldValidate: true })
            setChosen(formats.name(found))
          }}
        />
      ) : (
        <Group gap="xs">
          <b>{chosen}</b>
          <Anchor component="button" type="button" size="sm" onClick={() => change('patient')}>
            {t('details.change')}
          </Anchor>
        </Group>
      )}
      <Controller
        name="relationship"
        control={form.control}
        render={({ field: { value, onChange } }) => (
          <Select
            label={t('relatives.relationship')}
            allowDeselect={false}
            value={value}
            onChange={onChange}
            data={relationships.map((one) => ({ value: one, label: t(`relatives.kind.${one}`) }))}
          />
        )}
      />
      <Group gap="xl">
        <Checkbox label={t('relatives.isGuardian')} {...form.register('isGuardian')} />
        <Checkbox label={t('relatives.isPayer')} {...form.register('isPayer')} />
      </Group>
    </FormModal>
  )
}
