/** What the visit's template asks for beside the usual texts. */
import { PhraseTextarea } from './phrase-textarea.tsx'
import type { VisitDraft } from './use-visit.ts'
import { longestSection } from './visit-text.ts'
import classes from './visit.module.css'

export function SectionsInput({ draft, readOnly }: { draft: VisitDraft; readOnly: boolean }) {
  const { content } = draft
  return content.sections.map((section, index) => (
    <PhraseTextarea
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
      onText={(text) =>
        draft.change({
          ...content,
          sections: content.sections.with(index, { ...section, text }),
        })
      }
    />
  ))
}
