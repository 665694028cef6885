/** Expectations from Chromium extensions/common/permissions/socket_permission_unittest.cc */
import { describe, expect, it } from 'vitest'
import { permissionCheck, socketPermissionTexts } from '../src/policy/permissions.ts'
import type { SocketOperation } from '../src/policy/permissions.ts'

const malformed = [
  '',
  '*',
  '\u0000\u0000*',
  'tcp-connect:www.example.com:-1',
  'tcp-connect:www.example.com:65536',
  'tcp-connect:::',
  'tcp-connect::0',
  'tcp-connect:  www.example.com:  99  ',
  'tcp-connect:*.example.com :99',
  'tcp-connect:*.example.com: 99',
  'tcp-connect:*.example.com:99 ',
  'tcp-connect:\t*.example.com:99',
  'tcp-connect:\n*.example.com:99',
  'resolve-host:example.com:99',
  'resolve-host:127.0.0.1',
  'resolve-host:',
  'resolve-proxy:example.com',
  'udp-multicast-membership:*',
  'udp-multicast-membership:*:*',
]

/** [the manifest's entry, operation, host, port, whether it is allowed] */
const requests: readonly (readonly [string, SocketOperation, string, number, boolean])[] = [
  ['tcp-connect', 'tcp-connect', 'www.example.com', 80, true],
  ['tcp-connect', 'udp-send-to', 'www.example.com', 80, false],
  ['tcp-connect:', 'tcp-connect', 'www.example.com', 80, true],
  ['tcp-connect::', 'tcp-connect', 'www.example.com', 80, true],
  ['tcp-connect:*:', 'tcp-connect', 'www.example.com', 80, true],
  ['tcp-connect::*', 'tcp-connect', 'www.example.com', 80, true],
  ['udp-send-to::8800', 'udp-send-to', 'smtp.example.com', 8800, true],
  ['udp-send-to::8800', 'udp-send-to', 'smtp.example.com', 8801, false],
  ['udp-send-to:*.example.com:8800', 'udp-send-to', 'www.example.com', 8800, true],
  ['udp-send-to:*.example.com:8800', 'udp-send-to', 'SMTP.example.com', 8800, true],
  ['udp-send-to:*.example.com:8800', 'udp-send-to', 'www.google.com', 8800, false],
  ['udp-send-to:*.example.com:8800', 'udp-send-to', 'wwwexample.com', 8800, false],
  ['udp-send-to:.example.com', 'udp-send-to', 'a.b.example.com', 1, true],
  ['udp-send-to:*.ExAmPlE.cOm:8800', 'udp-send-to', 'www.example.com', 8800, true],
  ['udp-bind::8800', 'udp-bind', '127.0.0.1', 8800, true],
  ['udp-bind::8800', 'udp-bind', '127.0.0.1', 8888, false],
  ['udp-bind::8800', 'tcp-connect', 'www.example.com', 8800, false],
  ['tcp-connect:*.168.0.1:8800', 'tcp-connect', '192.168.0.1', 8800, false],
  ['tcp-connect:192.168.0.1:8800', 'tcp-connect', '192.168.0.1', 8800, true],
  ['udp-multicast-membership', 'udp-multicast-membership', '*', 0, true],
  ['udp-multicast-membership', 'udp-bind', '127.0.0.1', 8800, false],
  ['network-state', 'udp-bind', '127.0.0.1', 8800, false],
]

describe('permissions', () => {
  it.each(malformed)('refuses the entry %j', (entry) => {
    expect(() => permissionCheck({ socket: [entry] })).toThrow(TypeError)
  })

  it.each(requests)('with %j: %s %s %d → %j', (entry, operation, host, port, allowed) => {
    expect(permissionCheck({ socket: [entry] })(operation, host, port)).toBe(allowed)
  })

  it('allows everything when no manifest is given, and nothing when it has no entry for sockets', () => {
    expect(permissionCheck(undefined)('tcp-connect', 'example.com', 80)).toBe(true)
    expect(permissionCheck(['storage'])('tcp-connect', 'example.com', 80)).toBe(false)
    expect(permissionCheck(['storage', { socket: ['tcp-connect'] }])('tcp-connect', 'example.com', 80)).toBe(true)
  })
})

describe('a value that is no list of permissions', () => {
  it.for([
    ['a manifest', { name: 'app', permissions: [{ socket: ['tcp-connect'] }] }],
    ['one entry', 'tcp-connect'],
    ['one entry under `socket`', { socket: 'tcp-connect' }],
  ])('is refused: %s', ([, permissions]) => {
    expect(() => permissionCheck(permissions as never)).toThrow("Invalid value for 'permissions")
  })
})

/** As `chrome.permissions.getAll` of Chromium 156 lists them. */
describe('the list of socket permissions', () => {
  it('is sorted, has each once, and leaves out what is none', () => {
    const socket = [
      'tcp-connect',
      'nope',
      'tcp-listen:*.Example.COM:80',
      'udp-bind::123',
      'udp-multicast-membership',
      'udp-send-to:1.2.3.4',
      'resolve-host',
      'tcp-connect:.example.com:*',
      'tcp-connect:*',
    ]
    expect(socketPermissionTexts(['storage', { socket }])).toEqual([
      'tcp-connect:*:*',
      'tcp-connect:*.example.com:*',
      'tcp-listen:*.example.com:80',
      'udp-bind:*:123',
      'udp-send-to:1.2.3.4:*',
      'udp-multicast-membership',
      'resolve-host',
    ])
  })

  it.each([
    ['no list', {}, "Invalid value for 'permissions'."],
    ['the short form of createChrome', { socket: ['udp-bind'] }, "Invalid value for 'permissions'."],
    ['a number in it', ['storage', 1], "Invalid value for 'permissions[1]'."],
    [
      'nothing that is known',
      [{ socket: ['nope'] }],
      "Invalid value for 'permissions[socket]': NULL or empty permission list.",
    ],
  ])('refuses %s', (_, permissions, message) => {
    expect(() => socketPermissionTexts(permissions)).toThrow(message)
  })
})
