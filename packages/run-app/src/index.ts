/** `@chrome-socket/run-app`: runs a packaged Chrome App. */
export { runApp } from './run-app.ts'
export type { RunAppOptions, RunningApp } from './run-app.ts'
export { RunAppError } from './run-app-error.ts'
export type { Manifest } from './manifest/manifest.ts'
export type { Page, PageFactory, PageHost } from './page/page.ts'
export { createRealm } from './realm/realm.ts'
export type { Realm } from './realm/realm.ts'
