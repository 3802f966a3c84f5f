/** What the notification log's procedures refuse before anything is read. */
import {
  listMessagesInput,
  messageInput,
} from '../../../../main/clinic/notifications/notifications.input.ts'
import { testMailInput } from '../../../../main/clinic/settings/settings.input.ts'
import { describeInput, wrongIds } from '../../../helpers/input-table.ts'

const id = '01900000-0000-7000-8000-000000000001'

describeInput(
  'notifications.list',
  listMessagesInput,
  { state: 'failed', text: "'; DROP TABLE message;--", patientId: id, cursor: null, limit: 20 },
  [
    ['an unknown state', { state: 'lost' }, 'state', 'invalid_value'],
    ['a text too long', { text: 'x'.repeat(201) }, 'text', 'too_big'],
    ['a text with a null character', { text: 'a\u0000' }, 'text', 'control-characters'],
    ['a patient without an id', { patientId: 'anna' }, 'patientId', 'invalid_format'],
    ['a cursor of its own', { cursor: '1 OR 1=1' }, 'cursor', 'invalid_format'],
    ['a page of nothing', { limit: 0 }, 'limit', 'too_small'],
    ['a page of everything', { limit: 10_000 }, 'limit', 'too_big'],
  ],
)
describeInput('notifications.preview', messageInput, { id }, wrongIds('id'))
describeInput('notifications.resend', messageInput, { id }, wrongIds('id'))
describeInput('notifications.sendTest', testMailInput, { to: 'me@mail.example' }, [
  ['nobody', { to: '' }, 'to', 'invalid_format'],
  ['two', { to: 'a@b.example, c@d.example' }, 'to', 'invalid_format'],
  ['a header', { to: 'a@b.example\nBcc: c@d.example' }, 'to', 'invalid_format'],
])
