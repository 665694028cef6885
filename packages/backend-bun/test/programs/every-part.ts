/** A program that uses every part of the backend once and prints the results. */
import { bunBackend, bunTls } from '../../src/index.ts'

const backend = bunBackend()
const print =
  (operation: string) =>
  (result: number): void =>
    console.log(operation, result)
const at = { address: '127.0.0.1', port: 0 }

bunTls()
backend.resolve('', 'any', print('resolve nothing'))
backend.resolve('localhost', 'any', print('resolve localhost'))
backend.networkInterfaces?.(print('networkInterfaces'))
backend.openDatagram?.({ bind: at, multicastTtl: 0, multicastLoopback: false, broadcast: true }, (result, socket) => {
  print('openDatagram')(result)
  socket?.joinGroup('239.255.41.12', print('joinGroup'))
  socket?.send(new Uint8Array(1), socket.local, (sent) => {
    print('send')(sent)
    socket.close()
  })
})
backend.listen?.(at, 5, (result, listener) => {
  print('listen')(result)
  listener?.accept((accepted, server) => {
    print('accept')(accepted)
    server?.close()
    listener.close()
  })
  backend.connect(listener?.local ?? at, (connected, client) => {
    print('connect')(connected)
    client?.read(1, {
      completeRead(read) {
        print('read')(read)
        client.close()
      },
    })
  })
})
