/** The types of Electron that this example uses. This repository does not install Electron itself. */
declare module 'electron' {
  export interface WebContents {
    readonly id: number
    isDestroyed(): boolean
    send(channel: string, ...args: unknown[]): void
  }
  export const app: {
    on(event: 'window-all-closed' | 'will-quit', listener: () => void): void
    quit(): void
    whenReady(): Promise<void>
  }
  export class BrowserWindow {
    constructor(options: { webPreferences: { preload: string } })
    loadFile(path: string): Promise<void>
  }
  export const ipcMain: {
    handle(channel: 'connect', handler: (event: { sender: WebContents }, host: string, port: number) => unknown): void
    handle(channel: 'send', handler: (event: { sender: WebContents }, socketId: number, text: string) => unknown): void
  }
  export const ipcRenderer: {
    invoke(channel: string, ...args: unknown[]): Promise<unknown>
    on(channel: string, listener: (event: unknown, connection: number, bytes: Uint8Array) => void): void
  }
  export const contextBridge: { exposeInMainWorld(name: string, api: object): void }
}

/** The functions that preload.cjs exposes to the window. */
declare const tcp: {
  connect(host: string, port: number): Promise<number>
  send(connection: number, text: string): Promise<number>
  onReceived(listener: (connection: number, bytes: Uint8Array) => void): void
}
