const { nodeBackend, nodeTls } = await import('@chrome-socket/backend-node')
const { forgeTls } = await import('@chrome-socket/tls-forge')
const providers = { nodeTls: [nodeTls(), nodeBackend()], forgeTls: [forgeTls(), nodeBackend()] }
if (globalThis.Bun) {
  const { bunTls, bunBackend } = await import('@chrome-socket/backend-bun')
  providers.bunTls = [bunTls(), bunBackend()]
}
const out = []
for (const [n, [p, b]] of Object.entries(providers))
  await new Promise((done) =>
    b.connect({ address: '127.0.0.1', port: Number(process.env.PORT) }, (r, s) =>
      p.secure(s, { serverName: 'localhost' }, (r, st) => {
        st?.close()
        out.push(n + ' ' + r)
        done()
      }),
    ),
  )
console.log(process.env.LABEL, out.join(', '))
process.exit()
