/**
 * Servers for the examples, on this machine: a web server and a mail server with STARTTLS, with certificates by one
 * authority.
 */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import https from 'node:https'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'
import { authority, day, pem, server, serverKey } from '@chrome-socket/x509/issuing'

/** Makes a server's identity for localhost, and a file with its authority: `{ key, cert, authorityFile, remove }`. */
function makeIdentity() {
  const validity = { notBefore: Date.now() - day, notAfter: Date.now() + 30 * day }
  const root = authority('Authority of the examples', validity)
  const folder = mkdtempSync(join(tmpdir(), 'chrome-socket-examples-'))
  const authorityFile = join(folder, 'authority.pem')
  writeFileSync(authorityFile, pem(root.certificate))
  const key = serverKey().privateKey.export({ type: 'pkcs8', format: 'pem' })
  return { key, cert: pem(server(root, validity)), authorityFile, remove: () => rmSync(folder, { recursive: true }) }
}

export async function startWebServer() {
  const { key, cert, authorityFile, remove } = makeIdentity()
  const web = https.createServer({ key, cert }, ({ socket }, response) => {
    response.end(`secured by ${socket.getProtocol()}\n`)
  })
  const port = await listen(web)
  return { port, authorityFile, close: () => void [web.close(), remove()] }
}

/** Starts a server with the few commands of SMTP that the example needs (RFC 5321, RFC 3207). */
export async function startMailServer() {
  const { key, cert, authorityFile, remove } = makeIdentity()
  const mail = net.createServer((plain) => {
    plain.on('error', () => {})
    plain.write('220 localhost ready\r\n')
    answerCommands(plain, {
      EHLO: '250-localhost\r\n250 STARTTLS\r\n',
      STARTTLS: '220 Go ahead\r\n',
    }).then(() => {
      const secured = new tls.TLSSocket(plain, { isServer: true, key, cert })
      secured.on('error', () => {})
      return answerCommands(secured, { EHLO: () => `250 secured by ${secured.getProtocol()}\r\n`, QUIT: '221 Bye\r\n' })
    })
  })
  const port = await listen(mail)
  return { port, authorityFile, close: () => void [mail.close(), remove()] }
}

/** Answers commands until the last of `replies` has been sent. */
function answerCommands(stream, replies) {
  const last = Object.keys(replies).at(-1)
  return new Promise((resolve) => {
    const onData = (bytes) => {
      const [command] = bytes.toString().trim().split(' ')
      if (command === last) stream.off('data', onData)
      const reply = replies[command]
      stream.write(typeof reply === 'function' ? reply() : reply, () => {
        if (command === last) resolve()
      })
    }
    stream.on('data', onData)
  })
}

async function listen(server) {
  server.listen(0, 'localhost')
  await once(server, 'listening')
  return server.address().port
}
