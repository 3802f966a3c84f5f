/** By which price lists a patient pays: an insurer's, a company's; with the policy and its days. */
import { Anchor, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Controller, FormProvider } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { addCoverageInput } from '../../../main/clinic/catalog/prices.input.ts'
import { nowIso } from '../../clock.ts'
import { useShowError } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { offerUndo } from '../../components/undo.tsx'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { useValidity, ValidityFields } from '../catalog/validity.tsx'
import { useMay } from '../shell/me.ts'
import { DetailsSection } from './details-section.tsx'
import classes from './merge.module.css'

type Coverage = RouterOutputs['catalog']['coverages'][number]

export function CoverageSection({ patientId }: { patientId: string }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const mayWrite = useMay()('patients.write')
  const [isAdding, setIsAdding] = useState(false)
  const { data } = useQuery(trpc.catalog.coverages.queryOptions({ patientId }))
  return (
    <DetailsSection
      title={t('coverage.title')}
      {...(mayWrite && { add: { label: t('coverage.add'), run: () => setIsAdding(true) } })}
      empty={data?.length === 0 ? t('coverage.empty') : null}
    >
      {data?.map((coverage) => (
        <CoverageItem
          key={coverage.id}
          patientId={patientId}
          coverage={coverage}
          mayWrite={mayWrite}
        />
      ))}
      {isAdding && <CoverageDialog patientId={patientId} onClose={() => setIsAdding(false)} />}
    </DetailsSection>
  )
}

function CoverageItem({
  patientId,
  coverage,
  mayWrite,
}: {
  patientId: string
  coverage: Coverage
  mayWrite: boolean
}) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const showError = useShowError()
  const daysOf = useValidity()
  const add = useMutation(trpc.catalog.addCoverage.mutationOptions({ onError: showError }))
  const archive = useMutation(trpc.catalog.archiveCoverage.mutationOptions({ onError: showError }))
  const { id, version, priceListId, priceListName, policyNumber, validFrom, validTo } = coverage
  function remove(): void {
    archive.mutate(
      { id, version },
      {
        onSuccess: () =>
          offerUndo(t('coverage.removed', { name: priceListName }), () =>
            add.mutate({ patientId, priceListId, policyNumber, validFrom, validTo }),
          ),
      },
    )
  }
  return (
    <div className={classes['item']}>
      <span className={classes['name']}>{priceListName}</span>
      {policyNumber !== null && (
        <span className="numbers">{t('coverage.policyIs', { number: policyNumber })}</span>
      )}
      <span className={`numbers ${classes['soft'] ?? ''}`}>{daysOf(coverage)}</span>
      {mayWrite && (
        <span className={classes['itemActions']}>
          <Anchor component="button" type="button" size="sm" onClick={remove}>
            {t('details.remove')}
          </Anchor>
        </span>
      )}
    </div>
  )
}

function CoverageDialog({ patientId, onClose }: { patientId: string; onClose: () => void }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const formats = useFormats()
  const lists = useQuery(trpc.catalog.priceLists.queryOptions())
  const form = useSchemaForm(addCoverageInput, {
    patientId,
    priceListId: '',
    policyNumber: '',
    validFrom: formats.dayOf(nowIso()),
    validTo: null,
  })
  const add = useMutation(trpc.catalog.addCoverage.mutationOptions({ onSuccess: onClose }))
  const field = useFieldTools(form, add.error)
  const own = (lists.data ?? []).filter(
    ({ audience, archivedAt }) => audience === 'covered' && archivedAt === null,
  )
  return (
    <FormModal
      title={t('coverage.one')}
      submitLabel={t('save')}
      onSubmit={() => void form.handleSubmit((wish) => add.mutate(wish))()}
      onClose={onClose}
      pending={add.isPending}
      error={add.error}
      placed={['invalid-input']}
    >
      <Controller
        name="priceListId"
        control={form.control}
        render={({ field: { value, onChange, ref } }) => (
          <Select
            ref={ref}
            label={t('coverage.list')}
            description={
              lists.isSuccess && own.length === 0 ? t('coverage.noLists') : t('coverage.listHint')
            }
            withAsterisk
            data-autofocus
            allowDeselect={false}
            value={value === '' ? null : value}
            onChange={(id) => onChange(id ?? '')}
            data={own.map(({ id, name }) => ({ value: id, label: name }))}
            error={field.error('priceListId') === undefined ? undefined : t('coverage.choose')}
          />
        )}
      />
      <TextInput
        label={t('coverage.policy')}
        autoComplete="off"
        maxLength={60}
        {...field.text('policyNumber', { orNull: true })}
      />
      <FormProvider {...form}>
        <ValidityFields error={field.error} />
      </FormProvider>
    </FormModal>
  )
}
