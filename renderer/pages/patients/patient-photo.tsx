/** A patient's photo: shown on the patient's head and in lists, taken from a file and cut to a square. */
import {
  Button,
  FileButton,
  Group,
  Modal,
  Slider,
  Stack,
  Text,
  VisuallyHidden,
} from '@mantine/core'
import { IconPhotoDown } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShowError } from '../../components/errors.tsx'
import { useTRPC } from '../../trpc.ts'
import { drawSquare, type Frame, fitFrame, moveFrame, zoomFrame } from './photo-frame.ts'
import type { Patient } from './types.ts'
import classes from './merge.module.css'

/** How often it is looked whether a photo of another workstation has come. */
const lookAgainMs = 10_000

/** The picture of a patient who has one, or the words that it is still on another workstation. */
export function PatientPhoto({
  patientId,
  sha256,
  small = false,
}: {
  patientId: string
  sha256: string | null
  small?: boolean
}) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const { data } = useQuery({
    ...trpc.record.photo.queryOptions({ id: patientId }),
    enabled: sha256 !== null,
    refetchInterval: ({ state }) => (state.data?.state === 'not-here-yet' ? lookAgainMs : false),
  })
  const address = useMemo(
    () =>
      data?.state !== 'here'
        ? null
        : URL.createObjectURL(new Blob([Uint8Array.from(data.bytes)], { type: data.mediaType })),
    [data],
  )
  useEffect(
    () => () => {
      if (address !== null) URL.revokeObjectURL(address)
    },
    [address],
  )
  if (sha256 === null) return null
  if (data?.state === 'not-here-yet') return <PhotoElsewhere small={small} />
  if (address === null) return null
  return (
    <img src={address} alt={t('photo.title')} className={classes[small ? 'smallPhoto' : 'photo']} />
  )
}

/** In a list there is room for the sign alone, which says it to whoever asks. */
function PhotoElsewhere({ small }: { small: boolean }) {
  const { t } = useTranslation('patients')
  const said = t('photo.notHereYet')
  return (
    <span
      className={[classes[small ? 'smallPhoto' : 'photo'], classes['photoElsewhere']].join(' ')}
      title={said}
    >
      <IconPhotoDown size={small ? 16 : 18} aria-hidden />
      {small ? <VisuallyHidden>{said}</VisuallyHidden> : <span>{said}</span>}
    </span>
  )
}

/** Sets, changes and takes away the photo. */
export function PhotoButtons({ patient }: { patient: Patient }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const showError = useShowError()
  const [file, setFile] = useState<File | null>(null)
  const set = useMutation(
    trpc.record.setPhoto.mutationOptions({ onError: showError, onSuccess: () => setFile(null) }),
  )
  const remove = useMutation(trpc.record.removePhoto.mutationOptions({ onError: showError }))
  const { id, version } = patient
  return (
    <Group gap="xs" mt="md">
      <FileButton
        accept="image/jpeg,image/png,image/webp"
        onChange={setFile}
        inputProps={{ 'aria-label': t('photo.choose') }}
      >
        {(props) => (
          <Button {...props} size="compact-sm" variant="default">
            {t(patient.photoSha256 === null ? 'photo.choose' : 'photo.change')}
          </Button>
        )}
      </FileButton>
      {patient.photoSha256 !== null && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          onClick={() => remove.mutate({ id, version })}
        >
          {t('photo.remove')}
        </Button>
      )}
      {file !== null && (
        <CropDialog
          file={file}
          pending={set.isPending}
          onClose={() => setFile(null)}
          take={(picture) => set.mutate({ id, version, picture })}
        />
      )}
    </Group>
  )
}

/** As large as the square is on the screen. */
const shownSize = 320

function CropDialog({
  file,
  pending,
  onClose,
  take,
}: {
  file: File
  pending: boolean
  onClose: () => void
  take: (picture: Uint8Array<ArrayBuffer>) => void
}) {
  const { t } = useTranslation('patients')
  const showError = useShowError()
  const [picture, setPicture] = useState<ImageBitmap | null>(null)
  const [frame, setFrame] = useState<Frame | null>(null)
  const [unreadable, setUnreadable] = useState(false)
  const address = useMemo(() => URL.createObjectURL(file), [file])
  useEffect(() => () => URL.revokeObjectURL(address), [address])
  useEffect(() => {
    let gone = false
    createImageBitmap(file).then(
      (read) => {
        if (gone) return
        setPicture(read)
        setFrame(fitFrame(read, shownSize))
      },
      () => setUnreadable(true),
    )
    return () => {
      gone = true
    }
  }, [file])

  function save(): void {
    if (picture === null || frame === null) return
    drawSquare(picture, frame, shownSize).then(take, showError)
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('photo.crop')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="sm">
        {unreadable && <Text role="alert">{t('photo.unreadable')}</Text>}
        {picture !== null && frame !== null && (
          <>
            <div
              className={classes['crop']}
              role="img"
              aria-label={t('photo.crop')}
              onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
              onPointerMove={(event) => {
                if (event.buttons !== 1) return
                setFrame(moveFrame(frame, picture, shownSize, event.movementX, event.movementY))
              }}
            >
              <img
                src={address}
                alt=""
                draggable={false}
                style={{
                  width: picture.width * frame.scale,
                  height: picture.height * frame.scale,
                  left: frame.x,
                  top: frame.y,
                }}
              />
            </div>
            <Slider
              aria-label={t('photo.zoom')}
              label={null}
              min={1}
              max={4}
              step={0.05}
              value={frame.zoom}
              onChange={(zoom) => setFrame(zoomFrame(frame, picture, shownSize, zoom))}
            />
          </>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button disabled={frame === null} loading={pending} onClick={save} data-autofocus>
            {t('photo.take')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
