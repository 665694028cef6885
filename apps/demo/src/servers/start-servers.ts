/** All that the scenes talk to. */
import net from 'node:net'
import { createCertificateAuthority } from '../certificate-authority.ts'
import { startHttp, startHttps } from './http.ts'
import { openServer } from './open-server.ts'
import { startTcpEcho } from './tcp-echo.ts'
import { startUdpEcho } from './udp-echo.ts'

/** Ports of 127.0.0.1, except for the certificate. */
export interface Servers {
  readonly tcpEcho: number
  readonly udpEcho: number
  readonly http: number
  /** For `localhost`, with a certificate by `authority`. */
  readonly https: number
  /** The same, with a certificate for `elsewhere.example`. */
  readonly httpsOfAnotherName: number
  /** The same for `localhost`, with a certificate by an authority that nobody trusts. */
  readonly httpsOfAStranger: number
  /** Nobody listens here. */
  readonly closed: number
  /** The certificate to trust; PEM. */
  readonly authority: string
  close(): Promise<void>
}

export async function startServers(): Promise<Servers> {
  const authority = createCertificateAuthority('The authority of the demo')
  const stranger = createCertificateAuthority('A stranger')
  const names = ['localhost', '127.0.0.1']
  const identity = authority.issue(names)
  const ofAnotherName = authority.issue(['elsewhere.example'])
  const ofAStranger = stranger.issue(names)
  const tcpEcho = await startTcpEcho()
  const udpEcho = await startUdpEcho()
  const http = await startHttp()
  const https = await startHttps(identity)
  const httpsOfAnotherName = await startHttps(ofAnotherName)
  const httpsOfAStranger = await startHttps(ofAStranger)
  const open = [tcpEcho, udpEcho, http, https, httpsOfAnotherName, httpsOfAStranger]
  return {
    tcpEcho: tcpEcho.port,
    udpEcho: udpEcho.port,
    http: http.port,
    https: https.port,
    httpsOfAnotherName: httpsOfAnotherName.port,
    httpsOfAStranger: httpsOfAStranger.port,
    closed: await closedPort(),
    authority: authority.certificate,
    close: async () => {
      await Promise.all(open.map((server) => server.close()))
    },
  }
}

/** A port that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = await openServer(net.createServer())
  await server.close()
  return server.port
}
