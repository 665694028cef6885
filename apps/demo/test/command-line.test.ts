import { expect, test } from 'vitest'
import { parseCommandLine, UsageError } from '../src/command-line.ts'

test('the command line is parsed', () => {
  expect(parseCommandLine([])).toMatchObject({ name: 'show' })
  expect(parseCommandLine(['get', 'https://a.example:8443/b'])).toMatchObject({
    name: 'get',
    url: new URL('https://a.example:8443/b'),
  })
  expect(parseCommandLine(['connect', '::1', '7'])).toEqual({ name: 'connect', host: '::1', port: 7 })
  expect(parseCommandLine(['udp', 'a.example', '65535'])).toEqual({ name: 'udp', host: 'a.example', port: 65_535 })
  expect(parseCommandLine(['listen', '0'])).toEqual({ name: 'listen', port: 0, address: '127.0.0.1' })
  expect(parseCommandLine(['listen', '0', '::'])).toEqual({ name: 'listen', port: 0, address: '::' })
  expect(parseCommandLine(['listen', '--help'])).toEqual({ name: 'help' })
})

test.for<[string[], RegExp]>([
  [['fly'], /no command 'fly'/],
  [['get'], /'get' needs a URL/],
  [['get', 'a.example'], /not a URL/],
  [['get', 'ftp://a.example'], /not a URL that begins with http/],
  [['get', 'http://a.example', '--ca', '/no/such/file'], /Cannot read the certificates/],
  [['connect'], /'connect' needs a host/],
  [['connect', 'a.example'], /'connect' needs a port/],
  [['connect', 'a.example', '65536'], /'65536' is not a port/],
  [['connect', 'a.example', '0x10'], /'0x10' is not a port/],
  [['udp', 'a.example', '1', '2'], /'udp' takes no argument '2'/],
  [['--tls', 'none'], /no TLS provider 'none'/],
  [['--fast'], /--fast/],
])('the message for %j names the mistake', ([args, message]) => {
  expect(() => parseCommandLine(args)).toThrow(UsageError)
  expect(() => parseCommandLine(args)).toThrow(message)
})
