/**
 * The state of a module.
 * Source: Cyclic Module Records, https://tc39.es/ecma262/#sec-cyclic-module-records, whose names the fields have
 */
import type { ModuleEntries } from './module-source.ts'

/** Reads the value of a binding. Throws a ReferenceError before its initialization. */
export type Read = () => unknown

/** The body of a module: its first step initializes the functions, its second step evaluates the module. */
export type ModuleBody = Generator<unknown, void>

export type ModuleStatus = 'unlinked' | 'linking' | 'linked' | 'evaluating' | 'evaluating-async' | 'evaluated'

export interface ModuleRecord extends ModuleEntries {
  readonly url: string
  readonly hasTopLevelAwait: boolean
  /** The requested modules, in the order of `requests`. */
  readonly loadedModules: ModuleRecord[]
  /** Makes the scope of the module: `bindings` and `body`. Called while the module is linked. */
  readonly initializeEnvironment: (module: ModuleRecord) => void
  /** The values by the local names of the exports. */
  bindings: ReadonlyMap<string, Read>
  /** Absent for a module without code, such as JSON. */
  body: ModuleBody | undefined
  namespace: object | undefined
  status: ModuleStatus
  evaluationError: { readonly thrown: unknown } | undefined
  dfsIndex: number
  dfsAncestorIndex: number
  /** The first evaluated module of its cycle. */
  cycleRoot: ModuleRecord | undefined
  /** The order in which modules began to wait. `done` after the evaluation. */
  asyncEvaluationOrder: number | 'unset' | 'done'
  pendingAsyncDependencies: number
  readonly asyncParentModules: ModuleRecord[]
  topLevelCapability: Evaluation | undefined
}

/** The result of the evaluation of a module. */
export interface Evaluation {
  state: 'pending' | 'fulfilled' | 'rejected'
  error: unknown
  readonly promise: Promise<void>
  resolve(): void
  reject(error: unknown): void
}

export type ModuleDefinition = Pick<ModuleRecord, 'url' | 'hasTopLevelAwait' | 'initializeEnvironment'> & ModuleEntries

export function makeModule(definition: ModuleDefinition): ModuleRecord {
  return {
    ...definition,
    loadedModules: [],
    bindings: new Map(),
    body: undefined,
    namespace: undefined,
    status: 'unlinked',
    evaluationError: undefined,
    dfsIndex: 0,
    dfsAncestorIndex: 0,
    cycleRoot: undefined,
    asyncEvaluationOrder: 'unset',
    pendingAsyncDependencies: 0,
    asyncParentModules: [],
    topLevelCapability: undefined,
  }
}
