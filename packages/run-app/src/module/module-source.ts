/**
 * Rewrites an ES module as the expression of a function, which every runtime can run in a realm: `vm.SourceTextModule` of Node
 * needs a flag. Lines stay where they are, so stack traces name the right ones.
 *
 * The function is a generator. Its first step initializes the function declarations, as the instantiation of a module does,
 * and its second step evaluates the module. Imported names are found in `imports` by a `with` statement around the strict
 * code, so they are live.
 * Source: https://tc39.es/ecma262/#sec-source-text-module-records
 */
import { parse } from 'acorn'
import type { Expression, Identifier, Literal, ModuleDeclaration, Node, Pattern, Statement } from 'acorn'

/** An import of a name from another module. `imported` is the name there; `*` is its namespace. */
export interface ImportedName {
  readonly specifier: string
  readonly imported: string
  readonly local: string
}

/** An export of a name of another module. `imported` is the name there; `*` is its namespace. */
export interface ForwardedName {
  readonly specifier: string
  readonly imported: string
  readonly exported: string
}

export interface ModuleSource {
  /** The specifiers of the modules that it needs, in order. */
  readonly specifiers: readonly string[]
  readonly imports: readonly ImportedName[]
  readonly forwards: readonly ForwardedName[]
  /** The specifiers of its `export * from`. */
  readonly stars: readonly string[]
  /** The names that it exports, without those of other modules. */
  readonly exports: readonly string[]
  /** The source of `(imports, publish, importModule, meta, setDefault) => the generator function`. */
  readonly code: string
}

interface Draft {
  readonly edits: [start: number, end: number, text: string][]
  readonly specifiers: Set<string>
  readonly imports: ImportedName[]
  readonly forwards: ForwardedName[]
  readonly stars: string[]
  /** Exported names, by the expression for their value. */
  readonly exports: Map<string, string>
}

const names = { import: '$runAppImport', meta: '$runAppMeta', publish: '$runAppPublish', default: '$runAppDefault' }

/** Rewrites a module. Throws a SyntaxError for source that is not a module. */
export function readModule(source: string): ModuleSource {
  const program = parse(source, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true })
  const draft: Draft = {
    edits: [],
    specifiers: new Set(),
    imports: [],
    forwards: [],
    stars: [],
    exports: new Map(),
  }
  for (const statement of program.body) readStatement(draft, source, statement)
  const isAsync = readExpressions(draft, program)
  const { specifiers, imports, forwards, stars, exports } = draft
  const getters = [...exports].map(([name, value]) => `${JSON.stringify(name)}: () => ${value}`)
  const body = `'use strict'; ${names.publish}({ __proto__: null, ${getters.join(', ')} }); yield;${edit(source, draft.edits)}\n`
  const generator = `return ${isAsync ? 'async ' : ''}function* () { ${body}}`
  const parameters = ['imports', names.publish, names.import, names.meta, names.default]
  return {
    specifiers: [...specifiers],
    imports,
    forwards,
    stars,
    exports: [...exports.keys()],
    // Without imports there is no `with`, which slows down every access to a global.
    code: `(function (${parameters.join(', ')}) { ${imports.length === 0 ? generator : `with (imports) { ${generator} }`} })`,
  }
}

function readStatement(draft: Draft, source: string, statement: Statement | ModuleDeclaration): void {
  const remove = (): void => void draft.edits.push([statement.start, statement.end, `;${linesOf(source, statement)}`])
  switch (statement.type) {
    case 'ImportDeclaration': {
      const specifier = specifierOf(draft, statement.source)
      for (const each of statement.specifiers) {
        const imported =
          each.type === 'ImportSpecifier'
            ? nameOf(each.imported)
            : each.type === 'ImportDefaultSpecifier'
              ? 'default'
              : '*'
        draft.imports.push({ specifier, imported, local: each.local.name })
      }
      return remove()
    }
    case 'ExportAllDeclaration': {
      const specifier = specifierOf(draft, statement.source)
      if (statement.exported == null) draft.stars.push(specifier)
      else draft.forwards.push({ specifier, imported: '*', exported: nameOf(statement.exported) })
      return remove()
    }
    case 'ExportNamedDeclaration': {
      const { declaration, specifiers } = statement
      const from = statement.source == null ? undefined : specifierOf(draft, statement.source)
      for (const each of specifiers) {
        const [local, exported] = [nameOf(each.local), nameOf(each.exported)]
        if (from === undefined) draft.exports.set(exported, local)
        else draft.forwards.push({ specifier: from, imported: local, exported })
      }
      if (declaration == null) return remove()
      for (const name of namesDeclaredBy(declaration)) draft.exports.set(name, name)
      draft.edits.push([statement.start, declaration.start, ';'])
      return
    }
    case 'ExportDefaultDeclaration': {
      const { declaration } = statement
      if ('id' in declaration && declaration.id != null && declaration.type.endsWith('Declaration')) {
        draft.exports.set('default', declaration.id.name)
        draft.edits.push([statement.start, declaration.start, ';'])
        return
      }
      // The property gives an anonymous function its name, `default`.
      draft.exports.set('default', `${names.default}.default`)
      draft.edits.push([statement.start, declaration.start, `;Object.assign(${names.default}, { default: `])
      draft.edits.push([declaration.end, declaration.end, ' });'])
      return
    }
    default:
  }
}

/** Rewrites `import()` and `import.meta`. Returns whether the module itself awaits something. */
function readExpressions(draft: Draft, program: Node): boolean {
  let isAsync = false
  const visit = (node: Node, isInFunction: boolean): void => {
    if (node.type === 'ImportExpression') draft.edits.push([node.start, node.start + 'import'.length, names.import])
    if (node.type === 'MetaProperty' && (node as unknown as { readonly meta: Identifier }).meta.name === 'import') {
      draft.edits.push([node.start, node.end, names.meta])
    }
    const isAwaiting =
      node.type === 'AwaitExpression' ||
      (node.type === 'ForOfStatement' && (node as unknown as { readonly await: boolean }).await)
    if (isAwaiting && !isInFunction) isAsync = true
    for (const child of Object.values(node) as unknown[]) {
      for (const each of Array.isArray(child) ? (child as unknown[]) : [child]) {
        if (isNode(each)) visit(each, isInFunction || functionTypes.has(node.type))
      }
    }
  }
  visit(program, false)
  return isAsync
}

const functionTypes: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
])

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value
}

function specifierOf(draft: Draft, { value }: Literal): string {
  draft.specifiers.add(value as string)
  return value as string
}

function nameOf(name: Identifier | Literal): string {
  return name.type === 'Identifier' ? name.name : (name.value as string)
}

function namesDeclaredBy(declaration: Statement): readonly string[] {
  if (declaration.type === 'VariableDeclaration') return declaration.declarations.flatMap(({ id }) => namesIn(id))
  return 'id' in declaration && declaration.id != null ? [declaration.id.name] : []
}

/** The names that a pattern such as `{ a, b: [c] }` declares. */
function namesIn(pattern: Pattern | Expression | null): readonly string[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap((each) => namesIn(each.type === 'Property' ? each.value : each.argument))
    case 'ArrayPattern':
      return pattern.elements.flatMap(namesIn)
    case 'AssignmentPattern':
      return namesIn(pattern.left)
    case 'RestElement':
      return namesIn(pattern.argument)
    default:
      return []
  }
}

function linesOf(source: string, { start, end }: Node): string {
  return source.slice(start, end).replaceAll(/[^\n]/g, '')
}

function edit(source: string, edits: Draft['edits']): string {
  let at = 0
  let edited = ''
  for (const [start, end, text] of edits.toSorted((one, other) => one[0] - other[0])) {
    edited += source.slice(at, start) + text
    at = end
  }
  return (edited + source.slice(at)).replace(/^#!/, '//')
}
