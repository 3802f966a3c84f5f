/** What the visit's template asks for beside the usual texts. */
import { Textarea } from '@mantine/core'
import type { VisitDraft } from './use-visit.ts'
import { longestSection, typeable } from './visit-text.ts'
import classes from './visit.module.css'

export function SectionsInput({ draft, readOnly }: { draft: VisitDraft; readOnly: boolean }) {
  const { content } = draft
  return content.sections.map((section, index) => (
    <Textarea
      key={section.title}
      className={classes['field'] ?? ''}
      label={section.title}
      labelProps={{ className: classes['label'] }}
      autosize
      minRows={2}
      maxLength={longestSection}
      readOnly={readOnly}
      value={section.text}
      onBlur={() => void draft.flush()}
      onChange={(event) => {
        const text = typeable(event.currentTarget.value)
        draft.change({
          ...content,
          sections: content.sections.with(index, { ...section, text }),
        })
      }}
    />
  ))
}
