/** What a medical card says, to read. */
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
      <dl className={classes['cardParts']}>
        {parts.map((part) => (
          <div key={part}>
            <dt>{t(`card.${part}`)}</dt>
            <dd data-part={part} data-filled={card[part] !== null || undefined}>
              {card[part] ?? t('card.notFilled')}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
