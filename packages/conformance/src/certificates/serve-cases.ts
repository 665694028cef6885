/** Serves each certificate case on loopback. The servers are Node's, because its OpenSSL serves any chain. */
import { readFile } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import process from 'node:process'
import { createSecureContext, TLSSocket } from 'node:tls'
import { pem } from '@chrome-socket/x509/issuing'
import { OwnPorts } from '../peers/own-ports.ts'
import { certificateCases } from './cases.ts'
import type { CertificateCase } from './certificate-case.ts'

/** A certificate case, and the server that presents it. */
export interface ServedCase {
  /** The name of the case, a key of `certificateCases`. */
  readonly name: string
  /** The server's port on 127.0.0.1. */
  readonly port: number
  /** The host name that the client expects. */
  readonly serverName: string
}

/** The servers of all cases, until they are closed. */
export interface ServedCases {
  /** The servers in the order of `certificateCases`. */
  readonly cases: readonly ServedCase[]
  /** The authorities that the client has to trust, for all cases together: PEM. */
  readonly authorities: readonly string[]
  /** Ends the servers that this process has started. */
  close(): void
}

/**
 * The environment variable for a run in a runtime whose own TLS would not serve these chains. It holds the path of a
 * file with the result of `serveCases` in another process, as JSON, which is too long for the environment itself.
 */
export const servedCasesVariable = 'CHROME_SOCKET_CERTIFICATE_CASES'

/**
 * Gives the servers of the environment, or if there are none, starts new ones in this process, which must be Node's.
 * @throws Error, as a rejection: the file that the environment names cannot be read, or as `serveCases` does.
 * @example
 * import { servedCases } from '@chrome-socket/conformance/certificates'
 *
 * const served = await servedCases()
 * console.log(served.cases.length, served.authorities.length)
 */
export async function servedCases(): Promise<ServedCases> {
  const file = process.env[servedCasesVariable]
  if (file === undefined) return serveCases()
  return { ...(JSON.parse(await readFile(file, 'utf8')) as Omit<ServedCases, 'close'>), close: () => {} }
}

/**
 * Starts a server on loopback for each certificate case. Needs Node, whose TLS serves any chain.
 * @throws Error, as a rejection: this host has no loopback address, or too few ports.
 * @example
 * import { chromiumVerdicts, serveCases } from '@chrome-socket/conformance/certificates'
 *
 * const served = await serveCases()
 * for (const { name, port } of served.cases) console.log(port, name, chromiumVerdicts[name])
 * served.close()
 */
export async function serveCases(): Promise<ServedCases> {
  const made = Object.entries(certificateCases).map(([name, make]) => [name, make()] as const)
  const ownPorts = await OwnPorts.open()
  const servers: Server[] = []
  const cases: ServedCase[] = []
  for (const [name, shown] of made) {
    const server = serverOf(shown)
    servers.push(server)
    const port = await ownPorts.listen(server, '127.0.0.1')
    cases.push({ name, port, serverName: shown.serverName ?? 'localhost' })
  }
  return {
    cases,
    authorities: made.flatMap(([, { anchors }]) => anchors).map(pem),
    close() {
      ownPorts.close()
      for (const server of servers) server.close()
    },
  }
}

function serverOf({ key, chain }: CertificateCase): Server {
  return createServer((socket: Socket) => {
    const secureContext = createSecureContext({
      key: key.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      cert: chain.map(pem).join(''),
      // OpenSSL serves weak keys and signatures only at its lowest security level.
      ciphers: 'DEFAULT@SECLEVEL=0',
    })
    const secured = new TLSSocket(socket, { isServer: true, secureContext })
    secured.on('error', () => socket.destroy())
    socket.on('error', () => {})
  })
}
