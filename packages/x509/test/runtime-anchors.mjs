/**
 * Prints two verdicts as JSON: whether the runtime's own `tls` trusts the server at PORT without a `ca`, and whether
 * this package does with the runtime's anchors. runtime-anchors.test.ts runs this file in each runtime.
 */
import process from 'node:process'
import { connect } from 'node:tls'
import { parseCertificate, publicTrustAnchors, verifyServerCertificate } from '../dist/index.js'
import { peerChain, verifySignature } from '../dist/node/index.js'
import { certificatesOfRuntime } from '../dist/runtime-anchors.js'

function handshake(options) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: Number(process.env.PORT), servername: 'localhost', ...options })
    socket.once('error', () => resolve(undefined))
    socket.once('secureConnect', () => {
      const chain = peerChain(socket)
      socket.end()
      resolve(chain)
    })
  })
}

const own = (await handshake({})) !== undefined
const chain = (await handshake({ rejectUnauthorized: false })) ?? []
const anchors = publicTrustAnchors(certificatesOfRuntime())
const time = parseCertificate(chain[0]).notBefore + 1000
const { ok } = await verifyServerCertificate({ chain, serverName: 'localhost', anchors, time, verifySignature })
process.stdout.write(JSON.stringify({ own, ok }))
process.exit()
