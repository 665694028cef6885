// STARTTLS with a mail server (RFC 3207): a connection begins in plain text and continues with TLS.
//
//   npm start -- mail.example.org              asks the mail server of example.org, on port 587
//   npm start -- localhost 2525 ca.pem         uses another port, and trusts this authority
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { createChrome } from '@chrome-socket/api'
import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'

const [host, port = '587', authority] = process.argv.slice(2)
if (host === undefined) {
  console.error('Which mail server? npm start -- HOST [PORT [CA.PEM]]')
  process.exit(2)
}

const tls = nodeTls(authority === undefined ? {} : { ca: readFileSync(authority, 'utf8') })
const chrome = createChrome({ backend: nodeBackend(), tls })
const { socket, runtime } = chrome
const { socketId } = await socket.create('tcp')

try {
  await result('connect', (done) => socket.connect(socketId, host, Number(port), done))
  await reply()
  await ask('EHLO example.invalid')
  await ask('STARTTLS')
  // The app has read all plain text of the server. If more had arrived, `secure` would fail, because an attacker on the path
  // could have inserted it.
  await result('secure', (done) => socket.secure(socketId, done))
  console.log('--- from here on it is TLS ---')
  await ask('EHLO example.invalid')
  await ask('QUIT')
} catch (error) {
  console.error(/** @type {Error} */ (error).message)
  process.exitCode = 1
} finally {
  await chrome.close()
}

/** Sends a command and reads the server's reply. */
async function ask(/** @type {string} */ command) {
  console.log(`> ${command}`)
  const line = new TextEncoder().encode(`${command}\r\n`)
  await result('write', (done) => socket.write(socketId, line, ({ bytesWritten }) => done(bytesWritten)))
  return reply()
}

/** Reads until the last line of a reply, which has a space after its code. Throws for a code of 400 and more. */
async function reply() {
  let text = ''
  while (!/^\d{3} .*\r\n$/m.test(text)) {
    const length = await result('read', (done) => {
      socket.read(socketId, ({ resultCode, data }) => {
        text += new TextDecoder().decode(data)
        done(resultCode)
      })
    })
    if (length === 0) throw new Error('The server has ended the connection')
  }
  process.stdout.write(text.replaceAll(/^/gm, '< ').replace(/< $/, ''))
  if (/^[45]/.test(text)) throw new Error('The server refuses')
}

/**
 * Turns a call with a callback into a promise of its result, which rejects for an error.
 * @param {string} name
 * @param {(done: (result: number) => void) => void} call
 * @returns {Promise<number>}
 */
function result(name, call) {
  return new Promise((resolve, reject) => {
    call((code) => {
      if (code >= 0) resolve(code)
      else reject(new Error(`${name}: ${code} ${runtime.lastError?.message ?? ''}`))
    })
  })
}
