/**
 * Finds the identifiers of a module that refer to its imports, and those that assign to a global variable. An identifier may
 * also refer to a variable of the same name in an inner scope. A module is strict: a function in a block belongs to the
 * block, and no `with` or `eval` adds a variable.
 * Source: VarDeclaredNames and LexicallyDeclaredNames, https://tc39.es/ecma262/#sec-static-semantics-vardeclarednames
 */
import type { CatchClause, ForInStatement, ForOfStatement, ForStatement, Identifier, Node, Pattern } from 'acorn'
import type { ArrowFunctionExpression, FunctionDeclaration, FunctionExpression, Program } from 'acorn'
import type { SwitchStatement, VariableDeclaration } from 'acorn'
import { childrenOf, functionTypes, namesIn } from './syntax-tree.ts'

export interface Reference {
  readonly identifier: Identifier
  /** The variable: one that the module imports, or one that the module does not declare. */
  readonly target: 'import' | 'global'
  /** `call`: it is called, so it must get no receiver. `shorthand`: it is the `x` of `{ x }`, and needs a key. */
  readonly use: 'value' | 'call' | 'shorthand'
}

/** The place of a node in its parent. */
interface Place {
  readonly use: Reference['use']
  /** Whether the node is assigned to. */
  readonly isTarget: boolean
}

/** The names of the scopes around a node, without those of the module. */
type Scopes = readonly ReadonlySet<string>[]

/** The references to imported names, and the assignments to names that the module does not declare. */
export function findReferences(program: Program, imported: ReadonlySet<string>): readonly Reference[] {
  const references: Reference[] = []
  const declared = namesOfModule(program)
  const visit = (node: Node, scopes: Scopes, place: Place): void => {
    if (node.type === 'Identifier') {
      const identifier = node as Identifier
      const { name } = identifier
      const target = imported.has(name) ? 'import' : place.isTarget && !declared.has(name) ? 'global' : undefined
      const isInner = target !== undefined && scopes.some((scope) => scope.has(name))
      if (target !== undefined && !isInner) references.push({ identifier, target, use: place.use })
      return
    }
    const opened = scopesOf(node)
    const inner = opened.length === 0 ? scopes : [...scopes, ...opened]
    for (const child of evaluatedChildrenOf(node)) {
      visit(child, scopeFor(node, child, scopes, inner), placeOf(node, child, place))
    }
  }
  for (const statement of program.body) {
    if (!/^(?:Import|ExportAll)/.test(statement.type)) visit(statement, [], { use: 'value', isTarget: false })
  }
  return references
}

/** The names that a module declares, without those that it imports. */
function namesOfModule(program: Program): ReadonlySet<string> {
  const statements = program.body.map((each) => (each as { readonly declaration?: Node | null }).declaration ?? each)
  return new Set([...lexicalNames(statements), ...varNamesOf(program)])
}

/** The parameters of a function do not see the variables of its body. */
function scopeFor(node: Node, child: Node, outer: Scopes, inner: Scopes): Scopes {
  if (!functionTypes.has(node.type)) return inner
  return child === (node as FunctionExpression).body ? inner : [...outer, parametersOf(node as FunctionExpression)]
}

function placeOf(parent: Node, child: Node, place: Place): Place {
  const { type } = parent
  const fields = parent as unknown as Readonly<Record<string, unknown>>
  const isWritten = targetFields[type]
  const isTarget = isWritten === undefined ? patternTypes.has(type) && place.isTarget : fields[isWritten] === child
  if (type === 'Property') return { use: fields['shorthand'] === true ? 'shorthand' : 'value', isTarget }
  if (type === 'AssignmentPattern') {
    // The `{ x = 1 }` of a pattern.
    return fields['left'] === child ? place : { use: 'value', isTarget: false }
  }
  const isCalled = (type === 'CallExpression' && fields['callee'] === child) || fields['tag'] === child
  return { use: isCalled ? 'call' : 'value', isTarget }
}

/** The field that a node assigns to. */
const targetFields: Readonly<Record<string, string>> = {
  AssignmentExpression: 'left',
  UpdateExpression: 'argument',
  ForInStatement: 'left',
  ForOfStatement: 'left',
}

/** The parts of a pattern, whose children are assigned to if the pattern is. */
const patternTypes: ReadonlySet<string> = new Set(['ArrayPattern', 'ObjectPattern', 'Property', 'RestElement'])

/** The children of a node, without the names of properties and labels, and without export specifiers. */
function evaluatedChildrenOf(node: Node): readonly Node[] {
  if (node.type === 'ExportNamedDeclaration') return childrenOf(node).filter(({ type }) => type.endsWith('Declaration'))
  const hidden = hiddenFields[node.type]
  const { computed, [hidden ?? '']: name } = node as unknown as Readonly<Record<string, unknown>>
  return hidden === undefined || computed === true
    ? childrenOf(node)
    : childrenOf(node).filter((child) => child !== name)
}

/** The field with a name that is not evaluated, unless it is computed. */
const hiddenFields: Readonly<Record<string, string>> = {
  MemberExpression: 'property',
  Property: 'key',
  MethodDefinition: 'key',
  PropertyDefinition: 'key',
  LabeledStatement: 'label',
  BreakStatement: 'label',
  ContinueStatement: 'label',
}

/** The scopes that a node opens for its children. */
function scopesOf(node: Node): Scopes {
  return openers[node.type]?.(node as never) ?? []
}

type AnyFunction = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression

const openFunction = (node: AnyFunction): Scopes => [parametersOf(node), new Set(varNamesOf(node.body))]
const openLoop = ({ left }: ForInStatement | ForOfStatement): Scopes => [lexicalNames([left])]
const openClass = ({ id }: { readonly id?: Identifier | null }): Scopes => (id == null ? [] : [new Set([id.name])])

const openers: Readonly<Record<string, (node: never) => Scopes>> = {
  FunctionDeclaration: openFunction,
  FunctionExpression: openFunction,
  ArrowFunctionExpression: openFunction,
  ClassDeclaration: openClass,
  ClassExpression: openClass,
  BlockStatement: (node: Node) => [lexicalNames(childrenOf(node))],
  StaticBlock: (node: Node) => [lexicalNames(childrenOf(node)), new Set(varNamesOf(node))],
  SwitchStatement: ({ cases }: SwitchStatement) => [lexicalNames(cases.flatMap(({ consequent }) => consequent))],
  ForStatement: ({ init }: ForStatement) => [lexicalNames(init == null ? [] : [init])],
  ForInStatement: openLoop,
  ForOfStatement: openLoop,
  CatchClause: ({ param }: CatchClause) => [new Set(namesIn(param ?? null))],
}

function parametersOf({ type, id, params }: AnyFunction): ReadonlySet<string> {
  const own = type === 'FunctionExpression' && id != null ? [id.name] : []
  return new Set([...own, ...(params as readonly Pattern[]).flatMap(namesIn)])
}

/** The names that `let`, `const`, `class` and `function` declare in a list of statements. */
function lexicalNames(statements: readonly Node[]): ReadonlySet<string> {
  return new Set(
    statements.flatMap((statement) => {
      if (statement.type === 'VariableDeclaration') {
        const { kind, declarations } = statement as VariableDeclaration
        return kind === 'var' ? [] : declarations.flatMap(({ id }) => namesIn(id))
      }
      const { id } = statement as { readonly id?: Identifier | null }
      return /^(?:Class|Function)Declaration$/.test(statement.type) && id != null ? [id.name] : []
    }),
  )
}

/** The names that `var` declares in a function, however deep in its blocks. */
function varNamesOf(node: Node): readonly string[] {
  return childrenOf(node).flatMap((child) => {
    if (functionTypes.has(child.type) || child.type === 'StaticBlock') return []
    const isVar = child.type === 'VariableDeclaration' && (child as VariableDeclaration).kind === 'var'
    const own = isVar ? (child as VariableDeclaration).declarations.flatMap(({ id }) => namesIn(id)) : []
    return [...own, ...varNamesOf(child)]
  })
}
