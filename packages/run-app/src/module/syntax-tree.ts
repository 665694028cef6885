/** Questions about the nodes of a parsed module. Source: https://github.com/estree/estree */
import type { Node, Pattern } from 'acorn'

export const functionTypes: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
])

/** The children of a node, in the order of the source. A loop, because this is most of the work on a module. */
export function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = []
  for (const key in node) {
    const value = (node as unknown as Readonly<Record<string, unknown>>)[key]
    if (isNode(value)) children.push(value)
    else if (Array.isArray(value)) for (const each of value as unknown[]) if (isNode(each)) children.push(each)
  }
  return children
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value
}

/** The names that a pattern such as `{ a, b: [c] }` declares. */
export function namesIn(pattern: Pattern | null): readonly string[] {
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
