/** Price lists: for whom, on which days, and what stands in each; a booking keeps the price it was made at. */
import { SegmentedControl, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Controller, FormProvider } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { savePriceListInput } from '../../../main/clinic/catalog/prices.input.ts'
import { nowIso } from '../../clock.ts'
import { useShowError } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { Facts } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { ListView, useKeptName } from './list-view.tsx'
import { ListPrices } from './list-prices.tsx'
import type { Service } from './services-view.tsx'
import { useValidity, ValidityFields } from './validity.tsx'

export type PriceList = RouterOutputs['catalog']['priceLists'][number]

export function PriceListsView({
  lists,
  services,
  currency,
  chips,
}: {
  lists: readonly PriceList[]
  /** Those in use. */
  services: readonly Service[]
  currency: string
  chips: ReactNode
}) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const formats = useFormats()
  const showError = useShowError()
  const keptName = useKeptName()
  const daysOf = useValidity()
  const archiving = useMutation(
    trpc.catalog.archivePriceList.mutationOptions({ onError: showError }),
  )
  return (
    <ListView
      rows={lists}
      chips={chips}
      texts={{
        title: t('view.prices'),
        add: t('priceList.new'),
        empty: t('priceList.none'),
        emptyHint: t('priceList.noneHint'),
      }}
      columns={[
        { key: 'name', label: t('column.name'), renderCell: keptName },
        {
          key: 'audience',
          label: t('priceList.audience'),
          width: '22%',
          renderCell: ({ audience }) => t(`priceList.for.${audience}`),
        },
        { key: 'days', label: t('days.label'), width: '30%', renderCell: daysOf },
        {
          key: 'prices',
          label: t('priceList.prices'),
          width: '74px',
          atEnd: true,
          renderCell: ({ prices }) => formats.number(prices),
        },
      ]}
      archiving={archiving}
      renderSide={(list) => (
        <>
          <Facts
            facts={[
              [t('priceList.audience'), t(`priceList.hint.${list.audience}`)],
              [t('days.label'), daysOf(list)],
            ]}
          />
          <ListPrices key={list.id} list={list} services={services} currency={currency} />
        </>
      )}
      renderForm={(list, close, saved) => (
        <PriceListForm list={list} onClose={close} onSaved={saved} />
      )}
    />
  )
}

const audiences = ['everyone', 'covered'] as const

function PriceListForm({
  list,
  onClose,
  onSaved,
}: {
  /** Null makes a new one. */
  list: PriceList | null
  onClose: () => void
  onSaved: (id: string) => void
}) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const formats = useFormats()
  const form = useSchemaForm(savePriceListInput, {
    id: list?.id ?? null,
    version: list?.version ?? null,
    name: list?.name ?? '',
    audience: list?.audience ?? 'everyone',
    validFrom: list?.validFrom ?? formats.dayOf(nowIso()),
    validTo: list?.validTo ?? null,
  })
  const save = useMutation(
    trpc.catalog.savePriceList.mutationOptions({
      onSuccess: ({ id }) => {
        onSaved(id)
        onClose()
      },
    }),
  )
  const fields = useFieldTools(form, save.error)
  const audience = form.watch('audience')
  return (
    <FormModal
      title={list === null ? t('priceList.new') : t('priceList.change')}
      submitLabel={list === null ? t('common:add') : t('common:save')}
      onSubmit={() => void form.handleSubmit((wish) => save.mutate(wish))()}
      onClose={onClose}
      pending={save.isPending}
      error={save.error}
      placed={['invalid-input']}
    >
      <TextInput
        {...fields.text('name')}
        label={t('column.name')}
        description={t('priceList.nameHint')}
        withAsterisk
        data-autofocus
      />
      <div>
        <Controller
          name="audience"
          control={form.control}
          render={({ field }) => (
            <SegmentedControl
              aria-label={t('priceList.audience')}
              value={field.value}
              onChange={field.onChange}
              data={audiences.map((value) => ({ value, label: t(`priceList.for.${value}`) }))}
            />
          )}
        />
        <Text size="xs" c="var(--soft)" mt={4}>
          {t(`priceList.hint.${audience}`)}
        </Text>
      </div>
      <FormProvider {...form}>
        <ValidityFields error={fields.error} />
      </FormProvider>
    </FormModal>
  )
}
