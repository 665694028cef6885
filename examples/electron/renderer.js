// The window is a page without Node. preload.cjs gives it `tcp`.
const output = /** @type {HTMLElement} */ (document.querySelector('pre'))

tcp.onReceived((_connection, bytes) => output.append(new TextDecoder().decode(bytes)))

document.querySelector('form')?.addEventListener('submit', async (event) => {
  event.preventDefault()
  const host = /** @type {HTMLInputElement} */ (document.querySelector('input')).value
  output.textContent = ''
  try {
    const connection = await tcp.connect(host, 80)
    await tcp.send(connection, `GET / HTTP/1.0\r\nHost: ${host}\r\n\r\n`)
  } catch (error) {
    output.textContent = String(error)
  }
})
