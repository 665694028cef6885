/** The part of bittorrent-protocol that a test uses. Source: https://github.com/webtorrent/bittorrent-protocol#readme */
declare module 'bittorrent-protocol' {
  import { Duplex } from 'node:stream'

  export default class Wire extends Duplex {
    handshake(infoHash: string, peerId: string): void
    bitfield(pieces: Uint8Array): void
    interested(): void
    unchoke(): void
    request(
      piece: number,
      offset: number,
      length: number,
      complete: (error: Error | null, bytes: Uint8Array) => void,
    ): void
  }
}
