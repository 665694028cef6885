// An echo server over node:tls, for the runtimes that have it: Node, Bun, Deno. Its argument is its options in JSON.
// It writes its port and its runtime's name to standard output, and ends when standard input ends.
import { readFileSync } from 'node:fs'
import tls from 'node:tls'

const { cert, key, version, suite, group } = JSON.parse(process.argv[2])
const is13 = version === 'tls1.3'
const server = tls.createServer({
  cert: readFileSync(cert),
  key: readFileSync(key),
  minVersion: is13 ? 'TLSv1.3' : 'TLSv1.2',
  maxVersion: is13 ? 'TLSv1.3' : 'TLSv1.2',
  ...(suite && { ciphers: suite }),
  ...(group && { ecdhCurve: group }),
})
server.on('secureConnection', (socket) => {
  socket.on('error', () => {})
  socket.pipe(socket)
})
server.on('tlsClientError', () => {})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
