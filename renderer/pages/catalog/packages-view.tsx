/** Packages: several services at one price, shared out among them when they are booked. */
import { Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useShowError } from '../../components/errors.tsx'
import { Facts } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { ListView, useKeptName } from './list-view.tsx'
import { PackageForm } from './package-form.tsx'
import type { Service } from './services-view.tsx'
import { useValidity } from './validity.tsx'
import classes from './catalog.module.css'

export type ServicePackage = RouterOutputs['catalog']['packages']['packages'][number]

export function PackagesView({
  packages,
  services,
  currency,
  chips,
}: {
  packages: readonly ServicePackage[]
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
  const archiving = useMutation(trpc.catalog.archivePackage.mutationOptions({ onError: showError }))
  return (
    <ListView
      rows={packages}
      chips={chips}
      texts={{
        title: t('view.packages'),
        add: t('package.new'),
        empty: t('package.none'),
        emptyHint: t('package.noneHint'),
      }}
      columns={[
        { key: 'code', label: t('column.code'), width: '100px', renderCell: ({ code }) => code },
        { key: 'name', label: t('column.name'), renderCell: keptName },
        { key: 'days', label: t('days.label'), width: '180px', renderCell: daysOf },
        {
          key: 'price',
          label: t('column.price'),
          width: '124px',
          atEnd: true,
          renderCell: ({ priceMinor }) => formats.money(priceMinor, currency),
        },
      ]}
      archiving={archiving}
      renderSide={(one) => (
        <>
          <Facts
            facts={[
              [t('column.code'), one.code],
              [t('column.price'), formats.money(one.priceMinor, currency)],
              [t('package.separately'), formats.money(one.separatelyMinor, currency)],
              [t('days.label'), daysOf(one)],
            ]}
          />
          <section aria-label={t('package.parts')}>
            {one.parts.map((part) => (
              <div key={part.id} className={classes['part']}>
                <span>
                  {part.name}
                  {part.serviceArchivedAt !== null && ` (${t('common:archived')})`}
                </span>
                <span className="numbers">
                  {t('package.times', {
                    quantity: formats.number(part.quantity),
                    price: formats.money(part.priceMinor, currency),
                  })}
                </span>
              </div>
            ))}
          </section>
          <Text size="sm" c="var(--soft)">
            {t('package.hint')}
          </Text>
        </>
      )}
      renderForm={(one, close, saved) => (
        <PackageForm
          one={one}
          services={services}
          currency={currency}
          onClose={close}
          onSaved={saved}
        />
      )}
    />
  )
}
