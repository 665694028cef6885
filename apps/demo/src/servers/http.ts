/** Web servers with one page, with and without TLS. */
import http from 'node:http'
import https from 'node:https'
import type { Identity } from '../certificate-authority.ts'
import { openServer } from './open-server.ts'
import type { OpenServer } from './open-server.ts'

const page: http.RequestListener = (request, response) => {
  response.sendDate = false
  response.setHeader('Content-Type', 'text/plain')
  response.end(`This is ${request.url} of ${request.headers.host}\n`)
}

export function startHttp(): Promise<OpenServer> {
  return openServer(http.createServer(page))
}

export function startHttps({ certificate, privateKey }: Identity): Promise<OpenServer> {
  return openServer(https.createServer({ cert: certificate, key: privateKey }, page))
}
