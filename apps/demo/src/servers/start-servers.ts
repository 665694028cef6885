/** The servers of the scenes. */
import net from 'node:net'
import { createCertificateAuthority } from '../certificate-authority.ts'
import { startHttp, startHttps } from './http.ts'
import { openServer } from './open-server.ts'
import { startTcpEcho } from './tcp-echo.ts'
import { startUdpEcho } from './udp-echo.ts'

/** The ports of the servers on 127.0.0.1, and the certificate of their authority. */
export interface Servers {
  readonly tcpEcho: number
  readonly udpEcho: number
  readonly http: number
  /** The port of a web server with a certificate for 127.0.0.1 and `localhost` by `authority`. */
  readonly https: number
  /** The port of a web server with a certificate for `elsewhere.example` by `authority`. */
  readonly httpsOfAnotherName: number
  /** The port of a web server with a certificate for 127.0.0.1 and `localhost` by an unknown authority. */
  readonly httpsOfAStranger: number
  /** A port on which nothing listens. */
  readonly closed: number
  /** The certificate of the authority to trust, as PEM. */
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

/** Finds a closed port, by opening a server and closing it again. */
async function closedPort(): Promise<number> {
  const server = await openServer(net.createServer())
  await server.close()
  return server.port
}
