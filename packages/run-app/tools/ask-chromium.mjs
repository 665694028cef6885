/**
 * Asks Chromium the questions of test/chromium, and writes its answers beside them: `node
 * packages/run-app/tools/ask-chromium.mjs`. Arguments such as `manifests.json` limit it to these files. It needs Debian's
 * `chromium` and a build. In the answers, `APP` stands for the app's id.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { startOracle } from '@chrome-socket/conformance/oracle'

const folder = new URL('../test/chromium/', import.meta.url)
const wanted = process.argv.slice(2)
const oracle = await startOracle({ flags: ['--enable-unsafe-extension-debugging'] })
let written = 0
const scratch = await mkdtemp(join(tmpdir(), 'run-app-questions-'))
try {
  for (const name of wanted.length === 0 ? await readdir(folder) : wanted) {
    const file = new URL(name, folder)
    const recording = JSON.parse(await readFile(file, 'utf8'))
    const answered = name === 'manifests.json' ? await askManifests(recording) : await askPage(recording)
    await writeFile(file, `${JSON.stringify({ ...answered, chromium: oracle.version }, null, 2)}\n`)
    console.log(name)
  }
} finally {
  await oracle.close()
  await rm(scratch, { recursive: true })
}

/** Asks Chromium to load each app. The answer is `loaded` or Chromium's error. */
async function askManifests({ apps }) {
  const asked = []
  for (const app of apps) {
    const path = await writeApp(app.files)
    const answer = await load(path).then(uninstall, (error) => error.message.replaceAll(`${path}/`, ''))
    asked.push({ ...app, answer })
  }
  return { apps: asked }
}

async function uninstall(id) {
  await oracle.call('Extensions.uninstall', { id })
  return 'loaded'
}

/** Evaluates the questions in the background page of an app. */

async function askPage(recording) {
  const id = await load(await writeApp(recording.files))
  const session = await attach(id)
  await evaluate(session, recording.prelude)
  const questions = []
  for (const { ask } of recording.questions) {
    const text = await evaluate(session, `answerTo(() => (${ask}))`)
    questions.push({ ask, answer: JSON.parse(text.replaceAll(id, 'APP')) })
  }
  await uninstall(id)
  return { ...recording, questions }
}

async function load(path) {
  const { id } = await oracle.call('Extensions.loadUnpacked', { path })
  return id
}

async function attach(id) {
  for (let attempts = 0; attempts < 500; attempts += 1) {
    const { targetInfos } = await oracle.call('Target.getTargets', { filter: [{}] })
    const page = targetInfos.find(({ type, url }) => type === 'background_page' && url.includes(id))
    if (page !== undefined) {
      const { sessionId } = await oracle.call('Target.attachToTarget', { targetId: page.targetId, flatten: true })
      const state = await evaluate(sessionId, 'document.readyState + typeof window.isLoaded')
      if (state === 'completeboolean') return sessionId
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 20)
    })
  }
  throw new Error('The app did not load within 10 s')
}

async function evaluate(session, expression) {
  const options = { expression, awaitPromise: true, returnByValue: true, userGesture: true }
  const { result, exceptionDetails } = await oracle.call('Runtime.evaluate', options, session)
  if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description)
  return result.value
}

async function writeApp(files) {
  written += 1
  const path = join(scratch, String(written))
  await mkdir(path)
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true })
    await writeFile(join(path, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return path
}
