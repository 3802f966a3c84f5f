/** The diagnoses of a visit: the main one first, each with a code, how sure it is, and whether it stays. */
import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  Text,
  Textarea,
  Tooltip,
} from '@mantine/core'
import { IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import {
  certainties,
  type Diagnosis,
  mostDiagnoses,
  noDiagnosis,
} from '../../../main/clinic/visits/diagnoses.rules.ts'
import { Key } from '../../components/key.tsx'
import { useKeys } from '../../keyboard/keys.ts'
import { CodeInput } from './code-input.tsx'
import type { VisitDraft } from './use-visit.ts'
import { longestDiagnosis, typeable } from './visit-text.ts'
import classes from './visit.module.css'

const addKey = 'Alt+KeyD'

export function DiagnosesInput({ draft, readOnly }: { draft: VisitDraft; readOnly: boolean }) {
  const { t } = useTranslation('visit')
  const { content } = draft
  // There is always a line to write on.
  const shown = content.diagnoses.length === 0 ? [noDiagnosis] : content.diagnoses
  const put = (diagnoses: Diagnosis[]) => draft.change({ ...content, diagnoses })
  const isFull = shown.length >= mostDiagnoses
  const add = () => {
    if (!isFull && !readOnly) put([...shown, noDiagnosis])
  }
  useKeys(t('page'), [{ keys: addKey, label: t('diagnosis.add'), run: add }])
  return (
    <section className={classes['field']} aria-label={t('diagnosis.title')}>
      {shown.map((diagnosis, index) => (
        <DiagnosisRow
          // A line has no name but its place; what moves is put again as a whole.
          key={index}
          index={index}
          isOne={shown.length === 1}
          diagnosis={diagnosis}
          readOnly={readOnly}
          leave={() => void draft.flush()}
          change={(next) => put(shown.with(index, next))}
          remove={() => put(shown.toSpliced(index, 1))}
          lead={() => put([diagnosis, ...shown.toSpliced(index, 1)])}
        />
      ))}
      {!readOnly && !isFull && (
        <Button
          mt={6}
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          rightSection={<Key keys={addKey} />}
          onClick={add}
        >
          {t('diagnosis.add')}
        </Button>
      )}
    </section>
  )
}

interface RowParts {
  index: number
  isOne: boolean
  diagnosis: Diagnosis
  readOnly: boolean
  leave: () => void
  change: (diagnosis: Diagnosis) => void
  remove: () => void
  /** Makes it the main one. */
  lead: () => void
}

function DiagnosisRow(parts: RowParts) {
  const { index, isOne, diagnosis, readOnly, leave, change, remove, lead } = parts
  const { t } = useTranslation('visit')
  const number = { number: index + 1 }
  const isMain = index === 0
  return (
    <div
      className={classes['diagnosisRow']}
      role="group"
      aria-label={isMain ? t('diagnosis.main') : t('diagnosis.secondaryOf', number)}
    >
      <div className={classes['diagnosis']}>
        <Textarea
          label={isMain ? t('field.diagnosis') : t('diagnosis.secondaryOf', number)}
          labelProps={{ className: classes['label'] }}
          placeholder={t('placeholder.diagnosis')}
          autosize
          minRows={1}
          maxLength={longestDiagnosis}
          readOnly={readOnly}
          autoFocus={!isMain && diagnosis === noDiagnosis}
          value={diagnosis.text}
          onBlur={leave}
          onChange={(event) => change({ ...diagnosis, text: typeable(event.currentTarget.value) })}
        />
        <CodeInput
          label={isMain ? t('field.diagnosisCode') : t('diagnosis.codeOf', number)}
          diagnosis={diagnosis}
          change={change}
          leave={leave}
          readOnly={readOnly}
        />
      </div>
      <Group gap="md" mt={6} wrap="wrap">
        <NativeSelect
          size="xs"
          aria-label={t('diagnosis.certainty')}
          disabled={readOnly}
          value={diagnosis.verification}
          data={certainties.map((value) => ({ value, label: t(`vitals:certainty.${value}`) }))}
          onChange={({ currentTarget: { value } }) => {
            const verification = certainties.find((one) => one === value)
            if (verification !== undefined) change({ ...diagnosis, verification })
          }}
        />
        <Tooltip label={t('diagnosis.chronicHint')}>
          <Checkbox
            size="xs"
            label={t('diagnosis.chronic')}
            disabled={readOnly}
            checked={diagnosis.isChronic}
            onChange={(event) => change({ ...diagnosis, isChronic: event.currentTarget.checked })}
          />
        </Tooltip>
        {isMain && !isOne && (
          <Text size="xs" c="var(--soft)">
            {t('diagnosis.main')}
          </Text>
        )}
        {!readOnly && (
          <Group gap={4} ml="auto">
            {!isMain && (
              <Tooltip label={t('diagnosis.lead')}>
                <ActionIcon
                  size={26}
                  variant="subtle"
                  aria-label={t('diagnosis.leadNamed', number)}
                  onClick={lead}
                >
                  <IconArrowUp size={15} />
                </ActionIcon>
              </Tooltip>
            )}
            {!isOne && (
              <Tooltip label={t('diagnosis.remove')}>
                <ActionIcon
                  size={26}
                  variant="subtle"
                  aria-label={t('diagnosis.removeNamed', number)}
                  onClick={remove}
                >
                  <IconTrash size={15} />
                </ActionIcon>
              </Tooltip>
            )}
          </Group>
        )}
      </Group>
    </div>
  )
}
