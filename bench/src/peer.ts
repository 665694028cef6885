/** The peer in Node: it runs all services, each on its own port, until standard input ends. */
import { constants } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import net from 'node:net'
import tls from 'node:tls'
import type { Identity } from './certificate.ts'
import { say } from './messages.ts'
import { caller, dialler, echo, ignoreErrors, sink, source } from './services/tcp-services.ts'
import type { Serve } from './services/tcp-services.ts'
import { udpEcho, udpService, udpSink, udpSource } from './services/udp-services.ts'

const identity = JSON.parse(readFileSync(process.argv[2] as string, 'utf8')) as Identity

async function listen(server: net.Server): Promise<number> {
  server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 })
  await once(server, 'listening')
  return (server.address() as net.AddressInfo).port
}

function tcpService(serve: Serve): Promise<number> {
  return listen(net.createServer({ noDelay: true }, serve))
}

/** Starts a service with TLS 1.0 and 1.1, the versions of forge's own TLS. */
function oldTlsService(serve: Serve): Promise<number> {
  return tlsService(serve, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'AES128-SHA:@SECLEVEL=0' })
}

/** Starts a service with TLS 1.3 and only AES-128-GCM, so that every variant uses the same cipher. */
function tlsService(serve: Serve, options: tls.TlsOptions = {}): Promise<number> {
  const { certificate: cert, privateKey: key } = identity
  const server = tls.createServer({ cert, key, noDelay: true, ciphers: 'TLS_AES_128_GCM_SHA256', ...options }, serve)
  server.on('connection', ignoreErrors)
  server.on('tlsClientError', () => {})
  return listen(server)
}

say({
  ports: {
    echo: await tcpService(echo),
    source: await tcpService(source),
    sink: await tcpService(sink),
    caller: await tcpService(caller),
    dialler: await tcpService(dialler),
    udpEcho: await udpService(udpEcho),
    udpSink: await udpService(udpSink),
    udpSource: await tcpService(udpSource),
    tlsEcho: await tlsService(echo),
    tlsSource: await tlsService(source),
    tlsSink: await tlsService(sink),
    oldTlsSource: await oldTlsService(source),
    oldTlsSink: await oldTlsService(sink),
    // Without tickets Node's server resumes only from a store, and it has none.
    tlsNoResumption: await tlsService(sink, { secureOptions: constants.SSL_OP_NO_TICKET }),
  },
})
process.stdin.resume().on('end', () => process.exit(0))
