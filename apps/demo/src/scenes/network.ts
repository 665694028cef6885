/** A scene that lists the addresses of this host. */
import type { Scene } from './scene.ts'

export const network: Scene = {
  title: 'Networks of this host',
  async play({ chrome: { socket } }) {
    await socket.getNetworkList()
  },
}
