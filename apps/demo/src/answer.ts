/**
 * Turns a call with a callback into a promise of its result:
 *
 *     const result = await answer<number>((done) => chrome.socket.connect(socketId, host, port, done))
 *
 * `chrome.runtime.lastError` is set only during the callback, so code that reads it must pass a callback itself.
 */
export function answer<Result>(call: (done: (result: Result) => void) => void): Promise<Result> {
  return new Promise(call)
}
