/** A medical card's state as a word with its colour. */
import { useTranslation } from 'react-i18next'
import type { CardStatus } from '../../../main/clinic/patients/patients.rules.ts'
import classes from './patients.module.css'

export function CardState({ status }: { status: CardStatus }) {
  const { t } = useTranslation('patients')
  return (
    <span className={classes['state']} data-state={status}>
      {t(`card.state.${status}`)}
    </span>
  )
}
