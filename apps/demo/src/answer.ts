/**
 * A call that takes a callback, as a promise, for code that is easier to read that way:
 *
 *     const result = await answer<number>((done) => chrome.socket.connect(socketId, host, port, done))
 *
 * `chrome.runtime.lastError` is there during the callback only: whoever wants it writes the callback.
 */
export function answer<Result>(call: (done: (result: Result) => void) => void): Promise<Result> {
  return new Promise(call)
}
