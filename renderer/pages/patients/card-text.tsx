/** What a medical card says, to read. */
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Card } from './types.ts'
import classes from './patients.module.css'

const parts = [
  'allergies',
  'chronicConditions',
  'medicines',
  'bloodType',
  'emergencyContact',
  'note',
] as const

export function CardText({ card }: { card: Card }) {
  const { t } = useTranslation('patients')
  return (
    <div className={classes['cardText']}>
      {card.allergies !== null && (
        <div className={classes['alert']} role="note">
          <IconAlertTriangle size={17} aria-hidden />
          <span>{t('allergies', { text: card.allergies })}</span>
        </div>
      )}
      <dl className={classes['cardParts']}>
        {parts.map((part) => (
          <div key={part}>
            <dt>{t(`card.${part}`)}</dt>
            <dd className={card[part] === null ? classes['soft'] : undefined}>
              {card[part] ?? t('card.notFilled')}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
