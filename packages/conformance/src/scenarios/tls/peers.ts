/** `secure`. Chromium extensions/browser/api/socket/{socket_api,tls_socket}.cc, net/socket/ssl_client_socket_impl.cc, net/cert */
import { alertNumbers, cipherSuites } from '../../peers/tls-variants.ts'
import type { Scenario, Stage } from '../../scenario.ts'

/** Secures a connection to the peer named, and exchanges a few bytes over it when that went well. */
async function secureAndEcho({ call, bytes, tcp, peers }: Stage, peer: string): Promise<void> {
  const socket = await tcp()
  await call('connect', socket, 'localhost', peers[peer])
  await call('secure', socket)
  await call('write', socket, bytes('over TLS'))
  await call('read', socket, 20)
}

/** Does the same with a peer that may give no answer. */
async function secureInVain({ call, start, bytes, tcp, peers, quiet }: Stage, peer: string): Promise<void> {
  const socket = await tcp()
  await call('connect', socket, 'localhost', peers[peer])
  start('secure', socket)
  await quiet()
  await quiet()
  await call('write', socket, bytes('over TLS'))
  await call('read', socket, 20)
}

/** Does the same under the other name of a good certificate. */
async function secureByAddress({ call, bytes, tcp, peers }: Stage, peer: string): Promise<void> {
  const socket = await tcp()
  await call('connect', socket, '127.0.0.1', peers[peer])
  await call('secure', socket)
  await call('write', socket, bytes('over TLS'))
  await call('read', socket, 20)
}

/** Makes the peer end the connection in its way, and reads up to the end. */
async function secureAndEnd({ call, bytes, tcp, peers, quiet, readAll }: Stage, peer: string): Promise<void> {
  const socket = await tcp()
  await call('connect', socket, 'localhost', peers[peer])
  await call('secure', socket)
  await call('write', socket, bytes('go'))
  await quiet()
  await readAll(socket, 400_000)
  await call('getInfo', socket)
  await call('read', socket)
  await call('write', socket, bytes('x'))
  await call('read', socket)
}

function ofEach(
  title: string,
  why: string,
  peers: readonly string[],
  play: (stage: Stage, peer: string) => Promise<void>,
): readonly Scenario[] {
  return peers.map((parameter) => ({ name: `secure: ${title} ${parameter}`, why, needs: ['tls'], parameter, play }))
}

const certificates: readonly string[] = [
  'rsa',
  'ecdsa',
  'ecdsa384',
  'rsa3072',
  'intermediate',
  'intermediateMissing',
  'expired',
  'future',
  'wrongName',
  'addressOnly',
  'noNames',
  'wildcard',
  'upperCaseName',
  'selfSigned',
  'unknownAuthority',
  'sha1',
  'clientOnly',
  'anyUsage',
  'noUsage',
  'unknownCritical',
  'issuedByLeaf',
  'nameConstraints',
  'rsa1024',
  'expiredAndWrongName',
  'expiredAndUnknown',
  'wrongNameAndUnknown',
]
const endings: readonly string[] = ['tlsBye', 'tlsCut', 'tlsReset', 'tlsGarbageLater', 'tlsSource']
const impostors: readonly string[] = [
  'tlsCloses',
  'tlsResets',
  'tlsHttp',
  'tlsEcho',
  'tlsOversized',
  'tlsEmptyRecord',
  'tlsApplicationData',
  'tlsHalfRecord',
]

export const tlsPeerScenarios: readonly Scenario[] = [
  ...ofEach(
    'certificate',
    'The verdict on each kind of good and bad certificate, with its code.',
    certificates,
    secureAndEcho,
  ),
  ...ofEach(
    'certificate, by address:',
    'An address is a name, too, which the certificate must have.',
    ['rsa', 'addressOnly', 'wrongName', 'wildcard', 'noNames'],
    secureByAddress,
  ),
  ...ofEach(
    'version',
    'A server with one version only: versions that are too old are refused.',
    ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'],
    secureAndEcho,
  ),
  ...ofEach(
    'suite',
    'A server of one cipher suite only.',
    [...cipherSuites, 'ECDHE-ECDSA-AES128-GCM-SHA256'],
    secureAndEcho,
  ),
  ...ofEach(
    'suite',
    'A server of one cipher suite only.',
    ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'],
    secureAndEcho,
  ),
  ...ofEach(
    'group',
    'A server with one key exchange group only.',
    ['P-256', 'P-384', 'P-521', 'X25519', 'X448'],
    secureAndEcho,
  ),
  ...ofEach(
    'client certificate',
    'A server that asks for a certificate, which no app has.',
    ['clientOptional TLSv1.2', 'clientOptional TLSv1.3'],
    secureAndEcho,
  ),
  ...ofEach(
    'client certificate',
    'A server that asks for a certificate, which no app has.',
    ['clientRequired TLSv1.2', 'clientRequired TLSv1.3'],
    secureAndEcho,
  ),
  ...ofEach(
    'ending',
    'How a reader sees each way in which a server ends.',
    endings.map((ending) => `${ending} TLSv1.2`),
    secureAndEnd,
  ),
  ...ofEach(
    'ending',
    'How a reader sees each way in which a server ends.',
    endings.map((ending) => `${ending} TLSv1.3`),
    secureAndEnd,
  ),
  ...ofEach('no TLS:', 'A peer that is no TLS server, and what secure says of it.', impostors, secureInVain),
  ...ofEach(
    'answered with',
    'Each alert has a code of its own.',
    alertNumbers.map((number) => `alert${number}`),
    secureAndEcho,
  ),
]
