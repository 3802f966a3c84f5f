/** What the hub understands of its command line, and what it says to the rest. */
import { describe, expect, it } from 'vitest'
import { defaultFolder, help, readOptions, UsageError } from '../../../main/hub/options.ts'

const read = (line: string, env: NodeJS.ProcessEnv = {}) =>
  readOptions(line === '' ? [] : line.split(' '), env)

describe('the hub’s options', () => {
  it('keep to this machine until a person gives another address', () => {
    expect(read('--data /srv/hub')).toEqual({
      command: 'serve',
      subject: null,
      store: 'file:/srv/hub/hub.db',
      folder: '/srv/hub',
      host: '127.0.0.1',
      port: 47_600,
      admin: { host: '127.0.0.1', port: 47_601 },
      publicAddress: null,
      name: 'Polyclinic',
      advertise: false,
      minutes: 15,
      passphraseFile: null,
      branches: null,
    })
  })

  it('take everything', () => {
    const line =
      'serve --store postgres://hub@db/clinic --host 0.0.0.0 --port 5000 --admin 10.0.0.1:9 --name Clinic'
    expect(read(line)).toMatchObject({
      store: 'postgres://hub@db/clinic',
      folder: null,
      host: '0.0.0.0',
      port: 5000,
      admin: { host: '10.0.0.1', port: 9 },
      name: 'Clinic',
      advertise: true,
    })
  })

  it.each([
    ['--admin off', { admin: null }],
    ['--admin 9000', { admin: { host: '127.0.0.1', port: 9000 } }],
    ['--admin [::1]:9000', { admin: { host: '::1', port: 9000 } }],
    ['--host 0.0.0.0 --no-mdns', { advertise: false }],
    ['--host localhost', { advertise: false }],
    ['--port 0', { port: 0, admin: { host: '127.0.0.1', port: 0 } }],
    ['invite --minutes 60 --public hub.example', { publicAddress: 'https://hub.example:47600' }],
    ['invite --public hub.example:443', { publicAddress: 'https://hub.example:443' }],
    ['invite --public 10.0.0.9:5000', { publicAddress: 'https://10.0.0.9:5000' }],
    ['invite --branch North --branch r2', { branches: ['North', 'r2'] }],
    ['limit d1 --branch North', { command: 'limit', subject: 'd1', branches: ['North'] }],
    ['revoke d1', { command: 'revoke', subject: 'd1' }],
    ['restore /b.gz', { command: 'restore', subject: '/b.gz' }],
    ['backup /b --passphrase-file /secret', { subject: '/b', passphraseFile: '/secret' }],
  ])('understand %s', (line, expected) => {
    expect(read(line)).toMatchObject(expected)
  })

  it('take the storage from the environment, where a password is not seen by others', () => {
    const env = { POLYCLINIC_HUB_STORE: 'postgres://hub:secret@db/clinic' }
    expect(read('', env)?.store).toBe(env.POLYCLINIC_HUB_STORE)
  })

  it.each([
    ['dance', 'There is no command "dance"'],
    ['devices now', '"now" is one word too many'],
    ['revoke', 'revoke needs the id of a workstation (see devices)'],
    ['backup', 'backup needs a file to write to'],
    ['restore a b', '"b" is one word too many'],
    ['--port x', '--port takes a port between 0 and 65535, not "x"'],
    ['--port 70000', '--port takes a port between 0 and 65535, not "70000"'],
    ['--admin somewhere', '--admin takes HOST:PORT or "off", not "somewhere"'],
    ['--store mysql://db', '--store begins with postgres://; a folder is given with --data'],
    ['--data /a --store postgres://db', 'Give either --data or --store'],
    ['invite --minutes 0', '--minutes takes a number between 1 and 1440, not "0"'],
    ['invite --public a/b', '--public takes HOST or HOST:PORT, not "a/b"'],
    ['serve --passphrase-file /s', '--passphrase-file goes with backup and restore'],
    ['--colour red', "Unknown option '--colour'"],
  ])('say what is wrong with %s', (line, message) => {
    expect(() => read(line)).toThrow(UsageError)
    expect(() => read(line)).toThrow(message)
  })

  it('are all in the help', () => {
    expect(read('--help')).toBeNull()
    expect(read('-h')).toBeNull()
    const words =
      'serve,invite,devices,branches,limit ID,revoke ID,backup FILE,restore FILE,compact,--data,' +
      '--store,--host,--port,--branch,' +
      '--admin,--name,--no-mdns,--minutes,--public,--help,hub.key,POLYCLINIC_HUB_STORE,' +
      'POLYCLINIC_HUB_PASSPHRASE,--passphrase-file,POLYCLINIC_HUB_BACKUP_PASSPHRASE'
    for (const word of words.split(',')) {
      expect(help).toContain(word)
    }
    expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
  })
})

describe('the folder that is taken when none is given', () => {
  it('is the system’s own for data', () => {
    expect(defaultFolder({}, 'linux', '/home/a')).toBe('/home/a/.local/share/polyclinic-hub')
    expect(defaultFolder({ XDG_DATA_HOME: '/data' }, 'linux', '/home/a')).toBe(
      '/data/polyclinic-hub',
    )
    expect(defaultFolder({}, 'darwin', '/Users/a')).toBe(
      '/Users/a/Library/Application Support/polyclinic-hub',
    )
  })
})
