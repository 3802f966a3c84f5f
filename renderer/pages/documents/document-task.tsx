/** Asks somebody for something about a document, beyond what its route asks for. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Key } from '../../components/key.tsx'
import { useKeys } from '../../keyboard/keys.ts'
import { TaskDialog } from '../tasks/task-dialog.tsx'
import type { WholeDocument } from './document-view.tsx'
import { useLocalText } from './words.ts'

export function DocumentTask({
  document: { id, name, number, patient, patientId },
}: {
  document: WholeDocument
}) {
  const { t } = useTranslation('tasks')
  const localText = useLocalText()
  const [isOpen, setOpen] = useState(false)
  useKeys(t('one'), [{ keys: 'KeyT', label: t('add'), run: () => setOpen(true) }])
  return (
    <>
      <Button
        variant="default"
        justify="space-between"
        rightSection={<Key keys="KeyT" />}
        onClick={() => setOpen(true)}
      >
        {t('add')}
      </Button>
      {isOpen && (
        <TaskDialog
          patient={patient === null || patientId === null ? null : { ...patient, id: patientId }}
          focus={{ kind: 'document', id }}
          title={`${localText(name)} ${number}`}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
