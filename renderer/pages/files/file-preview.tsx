/** A file inside the window: PDF, picture, video or sound; anything else is only named. */
import { Text } from '@mantine/core'
import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Preview } from '../../../main/clinic/files/files.rules.ts'
import { Loading } from '../../components/loading.tsx'
import classes from './files.module.css'

/** The library that reads PDF is large and comes with the first one. */
const PdfView = lazy(async () => ({ default: (await import('./pdf-view.tsx')).PdfView }))

export function FilePreview({
  address,
  preview,
  name,
}: {
  address: string
  preview: Preview
  name: string
}) {
  const { t } = useTranslation('documents')
  const source = useMemo(() => ({ address }), [address])
  switch (preview) {
    case 'pdf':
      return (
        <Suspense fallback={<Loading />}>
          <PdfView source={source} label={name} />
        </Suspense>
      )
    case 'image':
      return <img className={classes['picture']} src={address} alt={name} />
    case 'video':
      // Recorded in the clinic: there is no track of captions to it.
      return (
        <video className={classes['picture']} src={address} controls aria-label={name}>
          <track kind="captions" />
        </video>
      )
    case 'audio':
      return (
        <audio src={address} controls aria-label={name}>
          <track kind="captions" />
        </audio>
      )
    case 'none':
      return <Text c="var(--soft)">{t('preview.none')}</Text>
  }
}
