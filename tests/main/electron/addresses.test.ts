/** Which addresses the window may go to, and which files they name. */
import { describe, expect, test } from 'vitest'
import { isOwnAddress, servedName } from '../../../main/electron/addresses.ts'

describe('an address', () => {
  test.each([
    'app://polyclinic/',
    'app://polyclinic',
    'app://polyclinic/index.html#/day',
    'app://polyclinic/assets/a.js?x=1',
    'APP://polyclinic/',
  ])('%s is the application’s own', (address) => {
    expect(isOwnAddress(address)).toBe(true)
  })

  test.each([
    'https://polyclinic/',
    'http://localhost/',
    'file:///etc/passwd',
    'data:text/html,<h1>x</h1>',
    'javascript:alert(1)',
    'about:blank',
    'blob:app://polyclinic/1',
    'app://other/',
    'app://polyclinic.evil.example/',
    'app://evil@polyclinic.example/',
    'app://polyclinic:8080/',
    'app:polyclinic/',
    'devtools://devtools/',
    '',
    'polyclinic',
  ])('%s is not', (address) => {
    expect(isOwnAddress(address)).toBe(false)
  })
})

describe('the file that is served', () => {
  test.each([
    ['app://polyclinic/', '/index.html'],
    ['app://polyclinic/assets/a.js?x=1', '/assets/a.js'],
    ['app://polyclinic/a%20b.css', '/a b.css'],
    // What leads out of the folder is left to who reads the file; see main/electron/protocol.
    ['app://polyclinic/..%2f..%2fetc/passwd', '/../../etc/passwd'],
    ['app://polyclinic/%E0%A4%A', null],
    ['app://other/index.html', null],
    ['https://polyclinic/index.html', null],
  ])('for %s is %j', (address, name) => {
    expect(servedName(address)).toBe(name)
  })
})
