/** The sheet that the doctor writes on: four texts that grow with what is written, and the state of the draft. */
import { Button, Text, Textarea } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '../../components/errors.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { CodeInput } from './code-input.tsx'
import type { VisitDraft } from './use-visit.ts'
import { longestText, typeable, type VisitField } from './visit-text.ts'
import classes from './visit.module.css'

const rows: Record<VisitField, number> = { complaint: 3, findings: 6, diagnosis: 2, plan: 4 }

interface WritingParts {
  draft: VisitDraft
  firstField: Ref<HTMLTextAreaElement>
  readOnly: boolean
}

export function VisitWriting({ draft, firstField, readOnly }: WritingParts) {
  const { t } = useTranslation('visit')
  const field = (name: VisitField) => <WrittenField {...{ name, draft, readOnly }} />
  return (
    <section className={classes['middle']} aria-label={t('writing')}>
      <div className={classes['sheet']}>
        <div className={classes['sheetHead']}>
          <Text fw={650} size="lg">
            {t('writing')}
          </Text>
          <DraftState draft={draft} />
        </div>
        <WrittenField name="complaint" draft={draft} readOnly={readOnly} ref={firstField} />
        {field('findings')}
        <div className={classes['diagnosis']}>
          {field('diagnosis')}
          <CodeInput draft={draft} readOnly={readOnly} />
        </div>
        {field('plan')}
      </div>
    </section>
  )
}

function WrittenField({
  name,
  draft,
  readOnly,
  ref,
}: {
  name: VisitField
  draft: VisitDraft
  readOnly: boolean
  ref?: Ref<HTMLTextAreaElement>
}) {
  const { t } = useTranslation('visit')
  return (
    <Textarea
      className={classes['field'] ?? ''}
      label={t(`field.${name}`)}
      labelProps={{ className: classes['label'] }}
      placeholder={t(`placeholder.${name}`)}
      autosize
      minRows={rows[name]}
      maxLength={longestText[name]}
      readOnly={readOnly}
      autoFocus={name === 'complaint'}
      value={draft.content[name]}
      onBlur={() => void draft.flush()}
      onChange={(event) =>
        draft.change({ ...draft.content, [name]: typeable(event.currentTarget.value) })
      }
      {...(ref === undefined ? {} : { ref })}
    />
  )
}

/** Saved and when, or that it is not. */
function DraftState({ draft }: { draft: VisitDraft }) {
  const { t } = useTranslation('visit')
  const formats = useFormats()
  const errorText = useErrorText()
  const { state } = draft
  if (state.name === 'failed') {
    return (
      <Text size="sm" c="var(--bad)" role="alert">
        {t('draft.failed', { reason: errorText(state.error) })}{' '}
        <Button size="compact-xs" variant="default" onClick={() => void draft.flush()}>
          {t('draft.again')}
        </Button>
      </Text>
    )
  }
  if (state.name === 'saved') {
    return (
      <Text size="sm" c="var(--soft)" role="status" className="numbers">
        {state.at !== null && <IconCheck size={13} aria-hidden style={{ marginRight: 4 }} />}
        {state.at === null ? t('draft.empty') : t('draft.saved', { time: formats.time(state.at) })}
      </Text>
    )
  }
  return (
    <Text size="sm" c="var(--warn)" role="status">
      {t('draft.unsaved')}
    </Text>
  )
}
