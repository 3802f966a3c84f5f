/** The heads over a bill's lines, the same before and after it is issued. */
import { useTranslation } from 'react-i18next'
import classes from './cash.module.css'

export function LineHeads() {
  const { t } = useTranslation('cash')
  return (
    <>
      <th scope="col">{t('line.service')}</th>
      {(['quantity', 'price', 'total'] as const).map((name) => (
        <th key={name} scope="col" className={classes['right']}>
          {t(`line.${name}`)}
        </th>
      ))}
    </>
  )
}
