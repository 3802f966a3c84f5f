/** Work lists: one bar with all that this person works, each with its count; below it the list that is open. */
import { useTranslation } from 'react-i18next'
import { Navigate, useNavigate, useParams } from 'react-router'
import chips from '../../components/filter-chips.module.css'
import { useKeys } from '../../keyboard/keys.ts'
import { useMay } from '../shell/me.ts'
import { type WorkListName, workListsOf } from './list-names.ts'
import { workLists } from './work-lists.ts'
import classes from './lists.module.css'

/** A digit each; what comes after them is reached by the pointer and Tab. */
const keyed = 9

export default function ListsPage() {
  const { t } = useTranslation('lists')
  const { list } = useParams()
  const navigate = useNavigate()
  const own = workListsOf(useMay())
  const open = own.find((name) => name === list)
  useKeys(
    t('title'),
    own.slice(0, keyed).map((name, index) => ({
      keys: `Digit${index + 1}`,
      label: t(`name.${name}`),
      run: () => void navigate(`/lists/${name}`),
    })),
  )
  if (open === undefined) {
    const [first] = own
    return <Navigate to={first === undefined ? '/day' : `/lists/${first}`} replace />
  }
  const { List } = workLists[open]
  return (
    <div className={classes['page']}>
      <div className={`${chips['chips']} ${classes['bar']}`} role="group" aria-label={t('title')}>
        {own.map((name, index) => (
          <ListChip
            key={name}
            name={name}
            digit={index + 1}
            isOpen={name === open}
            choose={() => void navigate(`/lists/${name}`)}
          />
        ))}
      </div>
      <section className={classes['list']} aria-label={t(`name.${open}`)}>
        <List key={open} />
      </section>
    </div>
  )
}

/** A part of its own, because each list counts with a hook of its own. */
function ListChip({
  name,
  digit,
  isOpen,
  choose,
}: {
  name: WorkListName
  digit: number
  isOpen: boolean
  choose: () => void
}) {
  const { t, i18n } = useTranslation('lists')
  const count = workLists[name].useCount()
  return (
    <button type="button" className={chips['chip']} aria-pressed={isOpen} onClick={choose}>
      {digit <= keyed && <kbd aria-hidden>{digit}</kbd>} {t(`name.${name}`)}
      {count !== undefined && (
        <span className={chips['count']}>{count.toLocaleString(i18n.language)}</span>
      )}
    </button>
  )
}
