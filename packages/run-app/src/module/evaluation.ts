/**
 * Evaluates modules: each once, after its dependencies. A module waits for those dependencies that await something. Modules
 * that wait for the same one go on in the order in which they began to wait.
 * Source: Evaluate, InnerModuleEvaluation and the functions behind it, https://tc39.es/ecma262/#sec-moduleevaluation
 */
import type { Evaluation, ModuleRecord } from './module-record.ts'
import type { ModuleRealm } from './module-realm.ts'

/** The modules that began to wait, of all pages of this process. */
let asyncEvaluations = 0

/** Evaluates a linked module. A module that was evaluated gives the same result again. */
export function evaluate(linked: ModuleRecord, own: ModuleRealm): Evaluation {
  const module = isStarted(linked) ? (linked.cycleRoot ?? linked) : linked
  if (module.topLevelCapability !== undefined) return module.topLevelCapability
  const capability = makeEvaluation()
  module.topLevelCapability = capability
  const stack: ModuleRecord[] = []
  try {
    innerModuleEvaluation(module, stack, 0, own)
    if (module.status === 'evaluated') capability.resolve()
  } catch (error) {
    for (const each of stack) Object.assign(each, { status: 'evaluated', evaluationError: { thrown: error } })
    capability.reject(error)
  }
  return capability
}

function isStarted({ status }: ModuleRecord): boolean {
  return status === 'evaluating-async' || status === 'evaluated'
}

/** Evaluates a module that was not evaluated yet. Returns the next index of the search. Throws the exception of a module. */
function innerModuleEvaluation(module: ModuleRecord, stack: ModuleRecord[], index: number, own: ModuleRealm): number {
  if (isStarted(module) && module.evaluationError !== undefined) throw module.evaluationError.thrown
  if (module.status !== 'linked') return index
  Object.assign(module, { status: 'evaluating', dfsIndex: index, dfsAncestorIndex: index })
  stack.push(module)
  let next = index + 1
  for (const loaded of module.loadedModules) {
    next = innerModuleEvaluation(loaded, stack, next, own)
    waitFor(module, loaded)
  }
  if (module.pendingAsyncDependencies > 0 || module.hasTopLevelAwait) {
    module.asyncEvaluationOrder = asyncEvaluations += 1
    if (module.pendingAsyncDependencies === 0) executeAsyncModule(module, own)
  } else {
    executeModule(module)
  }
  if (module.dfsAncestorIndex === module.dfsIndex) {
    for (const each of stack.splice(stack.indexOf(module))) {
      each.status = each.asyncEvaluationOrder === 'unset' ? 'evaluated' : 'evaluating-async'
      each.cycleRoot = module
    }
  }
  return next
}

/** Notes that a module depends on another one: they form a cycle, or the module waits, or neither. */
function waitFor(module: ModuleRecord, loaded: ModuleRecord): void {
  let required = loaded
  if (required.status === 'evaluating') {
    module.dfsAncestorIndex = Math.min(module.dfsAncestorIndex, required.dfsAncestorIndex)
  } else {
    required = required.cycleRoot as ModuleRecord
    if (required.evaluationError !== undefined) throw required.evaluationError.thrown
  }
  if (typeof required.asyncEvaluationOrder !== 'number') return
  module.pendingAsyncDependencies += 1
  required.asyncParentModules.push(module)
}

function executeModule({ body }: ModuleRecord): void {
  body?.next()
}

function executeAsyncModule(module: ModuleRecord, own: ModuleRealm): void {
  own.drive(
    module.body as NonNullable<ModuleRecord['body']>,
    () => asyncModuleExecutionFulfilled(module, own),
    (error) => asyncModuleExecutionRejected(module, error),
  )
}

function asyncModuleExecutionFulfilled(module: ModuleRecord, own: ModuleRealm): void {
  // Another dependency of its cycle has failed.
  if (module.status === 'evaluated') return
  completeEvaluation(module)
  for (const each of availableAncestors(module)) {
    if (each.status === 'evaluated') continue
    if (each.hasTopLevelAwait) {
      executeAsyncModule(each, own)
      continue
    }
    try {
      executeModule(each)
    } catch (error) {
      asyncModuleExecutionRejected(each, error)
      continue
    }
    completeEvaluation(each)
  }
}

function completeEvaluation(module: ModuleRecord): void {
  module.asyncEvaluationOrder = 'done'
  module.status = 'evaluated'
  module.topLevelCapability?.resolve()
}

function asyncModuleExecutionRejected(module: ModuleRecord, error: unknown): void {
  if (module.status === 'evaluated') return
  Object.assign(module, { evaluationError: { thrown: error }, status: 'evaluated', asyncEvaluationOrder: 'done' })
  for (const each of module.asyncParentModules) asyncModuleExecutionRejected(each, error)
  module.topLevelCapability?.reject(error)
}

/** The modules that wait for nothing else now, in the order in which they began to wait. */
function availableAncestors(module: ModuleRecord): readonly ModuleRecord[] {
  const available = new Set<ModuleRecord>()
  gatherAvailableAncestors(module, available)
  const orderOf = ({ asyncEvaluationOrder }: ModuleRecord): number => asyncEvaluationOrder as number
  return [...available].toSorted((one, other) => orderOf(one) - orderOf(other))
}

function gatherAvailableAncestors(module: ModuleRecord, available: Set<ModuleRecord>): void {
  for (const each of module.asyncParentModules) {
    if (available.has(each) || each.cycleRoot?.evaluationError !== undefined) continue
    each.pendingAsyncDependencies -= 1
    if (each.pendingAsyncDependencies > 0) continue
    available.add(each)
    if (!each.hasTopLevelAwait) gatherAvailableAncestors(each, available)
  }
}

function makeEvaluation(): Evaluation {
  let settle: { resolve: () => void; reject: (error: unknown) => void } | undefined
  const promise = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject }
  })
  // The one who asked for the module hears of the error.
  promise.catch(() => {})
  const evaluation: Evaluation = {
    state: 'pending',
    error: undefined,
    promise,
    resolve() {
      evaluation.state = 'fulfilled'
      settle?.resolve()
    },
    reject(error) {
      Object.assign(evaluation, { state: 'rejected', error })
      settle?.reject(error)
    },
  }
  return evaluation
}
