/** The scenes of the show, in order. */
import { badCertificates, failures } from './failures.ts'
import { http } from './http.ts'
import { https } from './https.ts'
import { multicast } from './multicast.ts'
import { network } from './network.ts'
import type { Scene } from './scene.ts'
import { socketsStartTls } from './sockets-starttls.ts'
import { socketsTcp } from './sockets-tcp.ts'
import { socketsUdp } from './sockets-udp.ts'
import { tcpClient } from './tcp-client.ts'
import { tcpServer } from './tcp-server.ts'
import { udp } from './udp.ts'

export const scenes: readonly Scene[] = [
  tcpClient,
  tcpServer,
  http,
  https,
  udp,
  network,
  multicast,
  failures,
  badCertificates,
  socketsTcp,
  socketsStartTls,
  socketsUdp,
]
