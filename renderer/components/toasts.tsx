/** What the program says in passing, each with a named way to close it. */
import { MantineThemeProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'

export function Toasts() {
  const { t } = useTranslation('common')
  const closeButtonProps = { 'aria-label': t('close') }
  return (
    <MantineThemeProvider
      inherit
      theme={{ components: { Notification: { defaultProps: { closeButtonProps } } } }}
    >
      <Notifications position="top-center" limit={3} />
    </MantineThemeProvider>
  )
}
