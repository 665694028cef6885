/**
 * Rewrites a module as the expression of a function, which every runtime can run in a realm: `vm.SourceTextModule` of Node
 * needs a flag. Lines stay where they are, so stack traces name the right ones.
 *
 * The function returns a generator function. Its first step initializes the function declarations, as the instantiation of
 * a module does. Its second step evaluates the module. If the module has an `await` outside functions, it becomes a
 * `yield`, and the generator is driven like an async function (module-realm.ts): an async generator could not start in the
 * same turn.
 *
 * An imported name becomes a property of an object, whose getter reads the other module's variable, so it is live.
 * Source: https://tc39.es/ecma262/#sec-source-text-module-record-initialize-environment
 */
import type { AwaitExpression, ExportDefaultDeclaration, ForOfStatement, Identifier, Node } from 'acorn'
import type { ModuleDeclaration, Program, Statement } from 'acorn'
import { findReferences } from './module-references.ts'
import type { Reference } from './module-references.ts'
import { SourceEdits } from './source-edits.ts'
import type { ModuleEntries } from './module-source.ts'
import { defaultLocalName, defaultName } from './module-source.ts'
import { childrenOf, functionTypes } from './syntax-tree.ts'

export interface ModuleCode {
  /** The source of `(imports, publish, importModule, meta, setDefault, makeLoop) => the generator function`. */
  readonly code: string
  /** Whether the module has an `await` outside functions. */
  readonly hasTopLevelAwait: boolean
}

const names = {
  globals: '$runAppGlobals',
  imports: '$runAppImports',
  publish: '$runAppPublish',
  import: '$runAppImport',
  meta: '$runAppMeta',
  setDefault: '$runAppSetDefault',
  makeLoop: '$runAppMakeLoop',
  /** The function of `export default function () {}`, which has no name of its own. */
  defaultFunction: '$runAppDefault',
  loop: '$runAppLoop',
  error: '$runAppError',
  value: '$runAppValue',
}

interface Draft {
  readonly edits: SourceEdits
  hasTopLevelAwait: boolean
  hasDefaultFunction: boolean
  loops: number
}

export function rewriteModule(program: Program, source: string, { imports, localExports }: ModuleEntries): ModuleCode {
  const draft: Draft = {
    edits: new SourceEdits(source),
    hasTopLevelAwait: false,
    hasDefaultFunction: false,
    loops: 0,
  }
  draft.edits.addStatements(statementsIn(program))
  const references = findReferences(program, new Set(imports.map(({ localName }) => localName)))
  for (const each of references) rewriteReference(draft, each)
  for (const statement of program.body) {
    rewrite(draft, statement, { isInFunction: false, label: undefined })
    rewriteDeclaration(draft, statement)
  }
  const locals = [...new Set(localExports.values())].filter((name) => name !== defaultName)
  // A computed key: `__proto__` is a name like any other.
  const getters = locals.map((name) => `[${JSON.stringify(name)}]: () => ${name}`)
  if (draft.hasDefaultFunction) getters.push(`[${JSON.stringify(defaultName)}]: () => ${names.defaultFunction}`)
  const head = `'use strict'; ${names.publish}({ ${getters.join(', ')} }); yield;`
  const generator = `${assignmentsTo(references)}return function* () { ${head}${draft.edits.result().replace(/^#!/, '//')}\n}`
  const { imports: values, publish, import: importModule, meta, setDefault, makeLoop } = names
  const parameters = [values, publish, importModule, meta, setDefault, makeLoop]
  return { code: `(function (${parameters.join(', ')}) { ${generator} })`, hasTopLevelAwait: draft.hasTopLevelAwait }
}

/** Removes `import` and `export`. */
function rewriteDeclaration(draft: Draft, statement: Statement | ModuleDeclaration): void {
  const { edits } = draft
  switch (statement.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
      return edits.remove(statement.start, statement.end)
    case 'ExportNamedDeclaration':
      return edits.remove(statement.start, statement.declaration?.start ?? statement.end)
    case 'ExportDefaultDeclaration':
      return rewriteDefault(draft, statement)
    default:
  }
}

function rewriteDefault(draft: Draft, { start, end, declaration }: ExportDefaultDeclaration): void {
  const { edits } = draft
  const isFunction = declaration.type === 'FunctionDeclaration'
  if (isFunction || defaultLocalName(declaration) !== defaultName) {
    edits.remove(start, declaration.start)
    if (!isFunction || declaration.id != null) return
    draft.hasDefaultFunction = true
    return edits.insert(edits.tokenAfter(declaration.start, '('), names.defaultFunction)
  }
  // A property gives an anonymous function or class its name, `default`.
  edits.replace(start, edits.tokenAfter(start, 'default') + 'default'.length, `;${names.setDefault}({ default: `)
  edits.insert(edits.source[end - 1] === ';' && end > declaration.end ? end - 1 : end, ' });')
}

interface Place {
  readonly isInFunction: boolean
  /** The position of the first label of the statement. */
  readonly label: number | undefined
}

/** Rewrites the expressions of a module, inner ones first. */
function rewrite(draft: Draft, node: Node, place: Place): void {
  const isInFunction = place.isInFunction || functionTypes.has(node.type)
  const label = node.type === 'LabeledStatement' ? (place.label ?? node.start) : undefined
  draft.edits.addStatements(statementsIn(node))
  for (const child of childrenOf(node)) rewrite(draft, child, { isInFunction, label })
  rewriters[node.type]?.(draft, node as never, place)
}

const rewriters: Readonly<Record<string, (draft: Draft, node: never, place: Place) => void>> = {
  ImportExpression({ edits }, { start }: Node) {
    edits.replace(start, start + 'import'.length, names.import)
  },
  MetaProperty({ edits }, { start, end, meta }: Node & { readonly meta: Identifier }) {
    if (meta.name === 'import') edits.replace(start, end, names.meta)
  },
  AwaitExpression(draft, { start, end }: AwaitExpression, { isInFunction }) {
    if (isInFunction) return
    draft.hasTopLevelAwait = true
    // The inner parenthesis permits a line break, which `await` may have behind it and `yield` may not.
    draft.edits.replace(start, start + 'await'.length, '(yield (')
    draft.edits.insert(end, '))')
  },
  ForOfStatement(draft, node: ForOfStatement, { isInFunction, label }) {
    if (node.await && !isInFunction) rewriteForAwait(draft, node, label ?? node.start)
  },
}

/** A call passes no receiver: `(0, object.name)()`. */
function rewriteReference({ edits }: Draft, { identifier: { start, end, name }, target, use }: Reference): void {
  const value = `${target === 'import' ? names.imports : names.globals}.${name}`
  edits.replace(start, end, { value, call: `(0, ${value})`, shorthand: `${name}: ${value}` }[use])
}

/**
 * Makes the object whose setters assign to global variables. V8 does not refuse an undeclared one in the strict code of a
 * jsdom window, which has a Proxy among its prototypes, except within a `with` statement. A `with`
 * makes every access to a global a hundred times as slow, so it surrounds only these setters.
 */
function assignmentsTo(references: readonly Reference[]): string {
  const assigned = references.flatMap(({ target, identifier: { name } }) => (target === 'global' ? [name] : []))
  const accessors = [...new Set(assigned)].map(
    (name) => `get ${name}() { return ${name} }, set ${name}(${names.value}) { ${name} = ${names.value} }`,
  )
  if (accessors.length === 0) return ''
  const object = `(function () { 'use strict'; return { ${accessors.join(', ')} } })()`
  return `let ${names.globals}; with ({ __proto__: null }) ${names.globals} = ${object}; `
}

/**
 * Makes `for await (left of right) body` a loop that yields each step, with a `finally` that closes the iterator. Its labels
 * stay directly before the loop.
 */
function rewriteForAwait(draft: Draft, { start, end, left, right, body }: ForOfStatement, outermost: number): void {
  draft.hasTopLevelAwait = true
  const { edits } = draft
  const loop = `${names.loop}${(draft.loops += 1)}`
  const target = edits.taken(left.start, left.end)
  const assignment = left.type === 'VariableDeclaration' ? `${target} = ${loop}.value` : `(${target} = ${loop}.value)`
  const iterable = edits.taken(right.start, right.end)
  edits.insert(outermost, `{ const ${loop} = ${names.makeLoop}(); try { `)
  const head = `for (${loop}.open(${iterable}); ${loop}.take(yield ${loop}.next());) { ${assignment}; `
  edits.replaceWhole(start, body.start, head)
  edits.insert(end, ` } } catch (${names.error}) { ${loop}.fail(${names.error}) } finally { yield* ${loop}.close() } }`)
}

/** The nodes that contain a list of statements. */
const listTypes: ReadonlySet<string> = new Set(['Program', 'BlockStatement', 'StaticBlock', 'SwitchCase'])

/** The positions of the expressions that are statements of a list. */
function statementsIn(node: Node): readonly number[] {
  if (!listTypes.has(node.type)) return []
  return childrenOf(node).flatMap(({ type, start }) => (type === 'ExpressionStatement' ? [start] : []))
}
