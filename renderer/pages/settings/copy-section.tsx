/** A copy of the whole database now, to another disk. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../components/errors.tsx'
import { useTRPC } from '../../trpc.ts'
import { Section, Setting } from './setting.tsx'
import classes from './settings.module.css'

export function CopySection() {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const copy = useMutation(trpc.settings.copyDatabase.mutationOptions())
  return (
    <Section name="copy">
      <Setting name="copy.now">
        {({ label, description }) => (
          <>
            <p className={classes['lead']}>{description}</p>
            <div className={classes['foot']}>
              <Button variant="default" loading={copy.isPending} onClick={() => copy.mutate()}>
                {label}
              </Button>
            </div>
          </>
        )}
      </Setting>
      {copy.error !== null && <ErrorNote error={copy.error} />}
      {copy.data !== undefined && copy.data !== null && (
        <div className={classes['outcome']} data-good role="status">
          {t('copy.done', { path: copy.data })}
        </div>
      )}
    </Section>
  )
}
