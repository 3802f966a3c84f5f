/** Joining a hub: by the invitation's line, or by a hub that was found in the network and its code. */
import {
  Button,
  Group,
  Radio,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { foundHubInput, joinHubInput } from '../../../main/ipc/sync.input.ts'
import { ErrorNote, refusalOf } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useTRPC } from '../../trpc.ts'

export interface JoinWish {
  invitation: string
  name: string
}

interface JoinFormProps {
  /** What the workstation is called so far. */
  name: string | null
  pending: boolean
  error: unknown
  join: (wish: JoinWish) => void
  /** More that has to be asked, before the button. */
  more?: ReactNode
  /** Another way out, beside the button. */
  back?: ReactNode
}

const ways = ['byText', 'byCode'] as const

export function JoinForm(props: JoinFormProps) {
  const { t } = useTranslation('hub')
  const [way, setWay] = useState<(typeof ways)[number]>('byText')
  const [name, setName] = useState(props.name ?? '')
  const parts = { ...props, name, setName }
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label={t('join.way')}
        value={way}
        onChange={(value) => setWay(ways.find((one) => one === value) ?? way)}
        data={ways.map((value) => ({ value, label: t(`join.${value}`) }))}
        style={{ alignSelf: 'flex-start' }}
      />
      {way === 'byText' ? <ByText {...parts} /> : <ByCode {...parts} />}
    </Stack>
  )
}

interface WayProps extends Omit<JoinFormProps, 'name'> {
  name: string
  setName: (name: string) => void
}

function ByText({ name, setName, pending, error, join, more, back }: WayProps) {
  const { t } = useTranslation('hub')
  const form = useSchemaForm(joinHubInput, { invitation: '', name })
  const fields = useFieldTools(form, error)
  return (
    <form noValidate onSubmit={(event) => void form.handleSubmit(join)(event)}>
      <Stack gap="md">
        <Textarea
          label={t('join.invitation')}
          description={t('join.invitationHint')}
          {...fields.text('invitation')}
          autosize
          minRows={2}
          maxRows={4}
          spellCheck={false}
          data-autofocus
          styles={{ input: { fontFamily: 'ui-monospace, "DejaVu Sans Mono", monospace' } }}
          onKeyDown={(event) => {
            // The line has no second one: Enter sends, as in every field.
            if (event.key !== 'Enter') return
            event.preventDefault()
            event.currentTarget.form?.requestSubmit()
          }}
        />
        <NameField {...fields.text('name')} keep={setName} />
        {more}
        <Foot pending={pending} error={error} back={back} />
      </Stack>
    </form>
  )
}

function ByCode({ name, setName, pending, error, join, more, back }: WayProps) {
  const { t } = useTranslation('hub')
  const trpc = useTRPC()
  const form = useSchemaForm(foundHubInput.extend({ name: joinHubInput.shape.name }), {
    address: '',
    code: '',
    name,
  })
  const confirm = useMutation(trpc.sync.invitationFor.mutationOptions())
  const shownError = confirm.error ?? error
  const fields = useFieldTools(form, shownError)
  const address = form.watch('address')
  return (
    <form
      noValidate
      onSubmit={(event) =>
        void form.handleSubmit((wish) =>
          confirm.mutate(
            { address: wish.address, code: wish.code },
            { onSuccess: ({ invitation }) => join({ invitation, name: wish.name }) },
          ),
        )(event)
      }
    >
      <Stack gap="md">
        <FoundHubs
          chosen={address}
          choose={(found) => form.setValue('address', found, { shouldValidate: true })}
        />
        <Group grow align="flex-start">
          <TextInput
            label={t('join.address')}
            description={t('join.addressHint')}
            placeholder="https://192.168.1.20:47600"
            {...fields.text('address')}
            spellCheck={false}
          />
          <TextInput
            label={t('join.code')}
            description={t('join.codeHint')}
            {...fields.text('code')}
            spellCheck={false}
            autoComplete="off"
            styles={{ input: { fontFamily: 'ui-monospace, "DejaVu Sans Mono", monospace' } }}
          />
        </Group>
        <NameField {...fields.text('name')} keep={setName} />
        {more}
        <Foot pending={pending || confirm.isPending} error={shownError} back={back} />
      </Stack>
    </form>
  )
}

/** Whoever answers here has proved nothing yet: the code does that. */
function FoundHubs({ chosen, choose }: { chosen: string; choose: (address: string) => void }) {
  const { t } = useTranslation('hub')
  const trpc = useTRPC()
  const found = useQuery({ ...trpc.sync.find.queryOptions(), staleTime: 0, gcTime: 0 })
  const hubs = found.data ?? []
  return (
    <Stack gap={6}>
      <Radio.Group label={t('join.found')} value={chosen} onChange={choose}>
        <Stack gap={6} mt={4}>
          {hubs.map((hub) => (
            <Radio key={hub.address} value={hub.address} label={`${hub.name} · ${hub.address}`} />
          ))}
        </Stack>
      </Radio.Group>
      <Group gap="sm" wrap="nowrap">
        {(found.isFetching || hubs.length === 0) && (
          <Text size="sm" c="var(--soft)" role="status">
            {t(found.isFetching ? 'join.searching' : 'join.nothingFound')}
          </Text>
        )}
        {!found.isFetching && (
          <Button
            size="compact-sm"
            variant="default"
            flex="none"
            onClick={() => void found.refetch()}
          >
            {t('join.lookAgain')}
          </Button>
        )}
      </Group>
    </Stack>
  )
}

function NameField({
  keep,
  onChange,
  ...field
}: ReturnType<ReturnType<typeof useFieldTools<JoinWish, JoinWish>>['text']> & {
  keep: (name: string) => void
}) {
  const { t } = useTranslation('hub')
  return (
    <TextInput
      label={t('join.name')}
      description={t('join.nameHint')}
      {...field}
      onChange={(event) => {
        keep(event.currentTarget.value)
        void onChange(event)
      }}
    />
  )
}

function Foot({ pending, error, back }: { pending: boolean; error: unknown; back?: ReactNode }) {
  const { t } = useTranslation('hub')
  const isAtField = refusalOf(error)?.code === 'invalid-input'
  const note = useRef<HTMLDivElement>(null)
  useEffect(() => note.current?.scrollIntoView({ block: 'nearest' }), [error])
  return (
    <>
      <div ref={note}>{error !== null && !isAtField && <ErrorNote error={error} />}</div>
      <Group justify={back === undefined ? 'flex-start' : 'space-between'}>
        {back}
        <Button type="submit" loading={pending} rightSection={<Key keys="Enter" />}>
          {t('join.submit')}
        </Button>
      </Group>
    </>
  )
}
