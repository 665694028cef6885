/**
 * The static part of a module: the modules that it requests, and the names that it imports and exports.
 * Source: ParseModule, https://tc39.es/ecma262/#sec-parsemodule
 */
import { parse } from 'acorn'
import type { Declaration, Identifier, ImportAttribute, Literal, Node, Program, Statement } from 'acorn'
import type { ModuleDeclaration } from 'acorn'
import { namesIn } from './syntax-tree.ts'

/** A place in a source, for the stack of an error. */
export interface Position {
  readonly line: number
  readonly column: number
}

export type Attributes = readonly (readonly [key: string, value: string])[]

/** One module that a module requests. */
export interface ModuleRequest {
  readonly specifier: string
  /** The keys and values behind `with`. */
  readonly attributes: Attributes
  readonly position: Position
}

/** A name of another module. `request` is an index in `requests`. `importName` is null for the namespace object. */
export interface RequestedName {
  readonly request: number
  readonly importName: string | null
  readonly position: Position
}

export interface ImportEntry extends RequestedName {
  readonly localName: string
}

export interface IndirectExport extends RequestedName {
  readonly exportName: string
}

/** The names of a module. */
export interface ModuleEntries {
  readonly requests: readonly ModuleRequest[]
  readonly imports: readonly ImportEntry[]
  /** The local names by the exported names. The local name of a default export without a name is `*default*`. */
  readonly localExports: ReadonlyMap<string, string>
  readonly indirectExports: readonly IndirectExport[]
  /** The requests of its `export * from`. */
  readonly starExports: readonly number[]
}

/** The local name of a default export that has none. */
export const defaultName = '*default*'

/** Parses a module. Throws acorn's SyntaxError for source that is not a module. */
export function parseModule(source: string): Program {
  return parse(source, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true })
}

/** The names of a module while its statements are read. */
interface Draft extends ModuleEntries {
  readonly requests: ModuleRequest[]
  readonly imports: ImportEntry[]
  readonly localExports: Map<string, string>
  readonly indirectExports: IndirectExport[]
  readonly starExports: number[]
  positionOf(node: Node): Position
}

/** Collects the names of a parsed module. */
export function readEntries(program: Program, source: string): ModuleEntries {
  const draft: Draft = {
    requests: [],
    imports: [],
    localExports: new Map(),
    indirectExports: [],
    starExports: [],
    positionOf: positionFinder(source),
  }
  for (const statement of program.body) readStatement(draft, statement)
  forwardImports(draft)
  return draft
}

function readStatement(draft: Draft, statement: Statement | ModuleDeclaration): void {
  switch (statement.type) {
    case 'ImportDeclaration': {
      const request = requestOf(draft, statement.source, statement.attributes)
      for (const each of statement.specifiers) {
        // TypeScript does not see that the function of a type takes specifiers of this type.
        const importName = importNames[each.type](each as never)
        draft.imports.push({ request, importName, localName: each.local.name, position: draft.positionOf(each) })
      }
      return
    }
    case 'ExportAllDeclaration': {
      const { exported } = statement
      const request = requestOf(draft, statement.source, statement.attributes)
      if (exported == null) return void draft.starExports.push(request)
      const position = draft.positionOf(exported)
      return void draft.indirectExports.push({ request, importName: null, exportName: nameOf(exported), position })
    }
    case 'ExportNamedDeclaration': {
      const { declaration, source, attributes } = statement
      for (const name of declaration == null ? [] : namesDeclaredBy(declaration)) draft.localExports.set(name, name)
      const request = source == null ? undefined : requestOf(draft, source, attributes)
      for (const { local, exported } of statement.specifiers) {
        const [importName, exportName, position] = [nameOf(local), nameOf(exported), draft.positionOf(local)]
        if (request === undefined) draft.localExports.set(exportName, importName)
        else draft.indirectExports.push({ request, importName, exportName, position })
      }
      return
    }
    case 'ExportDefaultDeclaration': {
      draft.localExports.set('default', defaultLocalName(statement.declaration))
      return
    }
    default:
  }
}

/** The name that each type of specifier imports. It is null for the namespace object. */
const importNames = {
  ImportSpecifier: ({ imported }: { readonly imported: Identifier | Literal }): string | null => nameOf(imported),
  ImportDefaultSpecifier: (): string | null => 'default',
  ImportNamespaceSpecifier: (): string | null => null,
} as const

/** Makes the export of an imported name an export of the other module's name: both are the same binding. */
function forwardImports({ imports, localExports, indirectExports }: Draft): void {
  const imported = new Map(imports.map((each) => [each.localName, each]))
  for (const [exportName, localName] of localExports) {
    const entry = imported.get(localName)
    if (entry === undefined) continue
    localExports.delete(exportName)
    indirectExports.push({ ...entry, exportName })
  }
}

function requestOf(draft: Draft, source: Literal, attributes: readonly ImportAttribute[]): number {
  const request: ModuleRequest = {
    specifier: source.value as string,
    attributes: attributes.map(({ key, value }) => [nameOf(key), value.value as string]),
    position: draft.positionOf(source),
  }
  const key = keyOf(request)
  const known = draft.requests.findIndex((each) => keyOf(each) === key)
  return known === -1 ? draft.requests.push(request) - 1 : known
}

/** Makes a function that finds the line of an offset: acorn's own looks at the whole source each time. */
function positionFinder(source: string): (node: Node) => Position {
  const starts = [0, ...[...source.matchAll(/\r\n?|[\n\u2028\u2029]/g)].map((end) => end.index + end[0].length)]
  return ({ start }) => {
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] as number) <= start) low = middle
      else high = middle
    }
    return { line: low + 1, column: start - (starts[low] as number) }
  }
}

function keyOf({ specifier, attributes }: ModuleRequest): string {
  return JSON.stringify([specifier, attributes])
}

/** The local name of a default export: its own, or `*default*`. */
export function defaultLocalName(declaration: Node): string {
  const { id } = declaration as { readonly id?: Identifier | null }
  return declaration.type.endsWith('Declaration') && id != null ? id.name : defaultName
}

function nameOf(name: Identifier | Literal): string {
  return name.type === 'Identifier' ? name.name : (name.value as string)
}

function namesDeclaredBy(declaration: Declaration): readonly string[] {
  return declaration.type === 'VariableDeclaration'
    ? declaration.declarations.flatMap(({ id }) => namesIn(id))
    : [declaration.id.name]
}
