import { DomainError, type Database, type Logger, type Session } from '@plimsoll/shared';
import {
  askFor,
  ProvisionerRefused,
  ProvisionerUnavailable,
  type ProvisionerOf,
} from '../provisioner/index.js';
import {
  backOffMs,
  findFirstQueued,
  lockRequest,
  MOVING,
  moveStep,
  restOf,
  restUntil,
  stepsOf,
  type ProvisioningRequestRecord,
  type RetryPolicy,
  type StepRecord,
} from '../provisioning-request/index.js';
import type { TenantCall } from '../tenant/index.js';
import {
  contextOf,
  endWithout,
  giveUp,
  moveRequest,
  PLATFORM,
  takeSeats,
  waitForCapacity,
} from './lifecycle.service.js';
import { RunLocks } from './run-locks.js';
import { schedule } from './schedule.js';
import { sagaSteps } from './steps.js';
import { callOf } from './tenant.steps.js';

const SYSTEM = { kind: 'SYSTEM' } as const;

/** What a runner works with. */
export interface RunnerOptions {
  database: Database;
  logger: Logger;
  clock: () => Date;
  provisionerOf: ProvisionerOf;
  retry: RetryPolicy;
}

/** A step at its turn, to be taken or taken back. */
interface Turn {
  direction: 'FORWARD' | 'BACK';
  step: StepRecord;
}

/** What one transaction of a runner leads to. */
type Next =
  | { kind: 'STOP' }
  | { kind: 'AGAIN' }
  /** The provisioner is to be asked, and its answer recorded. */
  | (Turn & { kind: 'ASK'; call: TenantCall; key: string });

/**
 * Moves requests step by step. Each step's effect in this database commits with its record; an effect at a
 * provisioner is asked for between two commits, under a key that is the step's own, so that whoever goes on after a
 * process died asks for the same thing once more.
 */
export class ProvisioningRunner {
  readonly #locks: RunLocks;
  #stopping = false;

  constructor(private readonly options: RunnerOptions) {
    this.#locks = new RunLocks(options.database, options.logger);
  }

  /** Moves a request as far as it goes now; nothing where another runner is at it. */
  async run(requestId: string): Promise<void> {
    // What became due while the lock was still held was left by whoever asked for it: looked for once more after.
    while (!this.#stopping && (await this.#isDue(requestId))) {
      const ran = await this.#locks.whileHeld(`provisioning:${requestId}`, async (held) => {
        while (held() && !this.#stopping && (await this.#advance(requestId)));
      });
      if (!ran) return;
    }
  }

  /** Works off the queue of tier 2, one request at a time among all processes, in the order they were placed. */
  async runQueue(): Promise<void> {
    while (!this.#stopping && (await this.#firstQueued()) !== null) {
      const ran = await this.#locks.whileHeld('provisioning:queue', async (held) => {
        let id = await this.#firstQueued();
        while (id !== null && held() && !this.#stopping) {
          await this.run(id);
          const next = await this.#firstQueued();
          // Another runner is at it, outside of the queue: it is not waited for.
          if (next === id) return;
          id = next;
        }
      });
      if (!ran) return;
    }
  }

  /** Lets a request that waits for capacity try again; answers whether it still waits. */
  async retryWaiting(requestId: string): Promise<boolean> {
    const { clock } = this.options;
    return this.#transaction(async (tx) => {
      const request = await lockRequest(tx, requestId);
      if (request.status !== 'WAITING_FOR_CAPACITY') return false;
      const after = await takeSeats(tx, PLATFORM, request, clock());
      return after.status === 'WAITING_FOR_CAPACITY';
    });
  }

  /** Begins nothing new. */
  stop(): void {
    this.#stopping = true;
  }

  /** Gives the locks back. */
  close(): Promise<void> {
    return this.#locks.close();
  }

  /** Takes one step, or takes one back; answers whether there is more to do at once. */
  async #advance(requestId: string): Promise<boolean> {
    const turn: { value: Turn | null } = { value: null };
    try {
      const next = await this.#transaction((tx) => this.#decide(tx, requestId, turn));
      if (next.kind !== 'ASK') return next.kind === 'AGAIN';
      turn.value = next;
      const provisioner = this.options.provisionerOf(next.call.spec.productId);
      const answer = await askFor(provisioner, next.call, next.key);
      return await this.#transaction((tx) => this.#answered(tx, requestId, next, answer.reference));
    } catch (error) {
      if (!turn.value) throw error;
      return this.#failed(requestId, turn.value, error);
    }
  }

  async #decide(tx: Session, requestId: string, turn: { value: Turn | null }): Promise<Next> {
    const now = this.options.clock();
    const request = await lockRequest(tx, requestId);
    const rest = await restOf(tx, requestId);
    if (!MOVING.includes(request.status) || (rest !== null && rest > now)) return { kind: 'STOP' };
    const steps = await stepsOf(tx, requestId);
    if (request.status === 'COMPENSATING') {
      const last = steps.findLast(leavesSomething);
      if (!last) return this.#end(tx, request, now);
      turn.value = { direction: 'BACK', step: last };
      return this.#takeBack(tx, request, steps, last, now);
    }
    const first = steps.find(({ status }) => status !== 'DONE' && status !== 'SKIPPED');
    if (!first) throw new Error(`the request ${requestId} is ${request.status} with nothing to do`);
    turn.value = { direction: 'FORWARD', step: first };
    return this.#take(tx, request, steps, first, now);
  }

  /** Takes a step: the whole of one in this database, the beginning of one outside. */
  async #take(
    tx: Session,
    given: ProvisioningRequestRecord,
    steps: readonly StepRecord[],
    step: StepRecord,
    now: Date,
  ): Promise<Next> {
    const request =
      given.status === 'RUNNING' ? given : await moveRequest(tx, PLATFORM, given, { status: 'RUNNING' });
    const context = contextOf(tx, request, steps, step, now);
    const taken = sagaSteps[step.name];
    const attempts = step.attempts + 1;
    if (taken.where === 'OUTSIDE') {
      const call = callOf(step.result) ?? (await taken.call(context));
      if (call === null) return this.#goOn(tx, request, steps, step, { status: 'SKIPPED', at: now }, now);
      const begun = await moveStep(tx, step, { status: 'RUNNING', attempts, at: now, result: { call } });
      // As it was stored, so that whoever asks again asks for the same to the letter.
      const stored = begun && callOf(begun.result);
      if (!stored) return { kind: 'STOP' };
      return { kind: 'ASK', direction: 'FORWARD', step: begun, call: stored, key: step.id };
    }
    const outcome = await taken.perform(context);
    if (outcome.kind === 'WAIT') {
      await waitForCapacity(tx, PLATFORM, request, step, outcome, now);
      return { kind: 'STOP' };
    }
    const change = { status: 'DONE', attempts, error: null, at: now, result: outcome.result } as const;
    return this.#goOn(tx, request, steps, step, change, now);
  }

  /** Records that a step is done, and that the request has succeeded where it was the last. */
  async #goOn(
    tx: Session,
    request: ProvisioningRequestRecord,
    steps: readonly StepRecord[],
    step: StepRecord,
    change: Parameters<typeof moveStep>[2],
    now: Date,
  ): Promise<Next> {
    if (!(await moveStep(tx, step, change))) return { kind: 'STOP' };
    const left = steps.some(({ id, status }) => id !== step.id && status !== 'DONE' && status !== 'SKIPPED');
    if (left) return { kind: 'AGAIN' };
    await restUntil(tx, request.id, null);
    await moveRequest(tx, PLATFORM, request, { status: 'SUCCEEDED', reason: null, finishedAt: now });
    return { kind: 'STOP' };
  }

  /** Takes a step back: the whole of one in this database, the beginning of one outside. */
  async #takeBack(
    tx: Session,
    request: ProvisioningRequestRecord,
    steps: readonly StepRecord[],
    step: StepRecord,
    now: Date,
  ): Promise<Next> {
    const context = contextOf(tx, request, steps, step, now);
    const taken = sagaSteps[step.name];
    const undoAttempts = step.undoAttempts + 1;
    const undone = { status: 'COMPENSATED', undoAttempts, at: now } as const;
    if (taken.where === 'DATABASE') {
      await taken.undo?.(context);
      return (await moveStep(tx, step, undone)) ? { kind: 'AGAIN' } : { kind: 'STOP' };
    }
    const call = (await taken.undo?.(context)) ?? null;
    if (call === null) return (await moveStep(tx, step, undone)) ? { kind: 'AGAIN' } : { kind: 'STOP' };
    const begun = await moveStep(tx, step, { undoAttempts, at: now });
    return begun
      ? { kind: 'ASK', direction: 'BACK', step: begun, call, key: `${step.id}_undo` }
      : { kind: 'STOP' };
  }

  /** Everything is taken back. */
  async #end(tx: Session, request: ProvisioningRequestRecord, now: Date): Promise<Next> {
    await endWithout(tx, PLATFORM, request, request.outcome ?? 'FAILED', request.reason ?? '', now);
    return { kind: 'STOP' };
  }

  /** Records what a provisioner has done, whatever has been decided about the request meanwhile. */
  async #answered(
    tx: Session,
    requestId: string,
    { direction, step, call }: Turn & { call: TenantCall },
    reference: string | null,
  ): Promise<boolean> {
    const now = this.options.clock();
    const request = await lockRequest(tx, requestId);
    if (direction === 'BACK') {
      return (await moveStep(tx, step, { status: 'COMPENSATED', error: null, at: now })) !== null;
    }
    const steps = await stepsOf(tx, requestId);
    const change = { status: 'DONE', error: null, at: now, result: { call, reference } } as const;
    if (request.status !== 'RUNNING') return (await moveStep(tx, step, change)) !== null;
    return (await this.#goOn(tx, request, steps, step, change, now)).kind === 'AGAIN';
  }

  /** A step failed: it rests and is tried again, or is given up with all that was done before it. */
  async #failed(requestId: string, { direction, step }: Turn, error: unknown): Promise<boolean> {
    const { clock, logger, retry } = this.options;
    const now = clock();
    logger.warn({ err: error, requestId, step: step.name, direction }, 'a step of provisioning failed');
    const message = messageOf(error);
    return this.#transaction(async (tx) => {
      const request = await lockRequest(tx, requestId);
      const back = direction === 'BACK';
      const failures = (back ? step.undoFailures : step.failures) + 1;
      const rest = new Date(now.getTime() + backOffMs(failures, retry, Math.random()));
      if (back) {
        if (!(await moveStep(tx, step, { undoFailures: failures, error: message, at: now }))) return false;
      } else {
        const given = isPermanent(error) || failures >= retry.attempts;
        const inside = sagaSteps[step.name].where === 'DATABASE';
        const failed = await moveStep(tx, step, {
          status: given ? 'FAILED' : 'PENDING',
          failures,
          error: message,
          at: now,
          ...(inside ? { attempts: step.attempts + 1 } : {}),
          // Refused at the first attempt, nothing was done; an earlier one whose answer was lost may have done it.
          ...(error instanceof ProvisionerRefused && step.attempts === 1
            ? { result: { ...step.result, refused: true } }
            : {}),
        });
        if (!failed) return false;
        if (request.status === 'COMPENSATING') return true;
        if (given) {
          await giveUp(tx, PLATFORM, request, 'FAILED', `${step.name}: ${message}`);
          return true;
        }
      }
      await restUntil(tx, requestId, rest);
      await schedule(tx, request, { runAt: rest });
      return false;
    });
  }

  #firstQueued(): Promise<string | null> {
    return this.#transaction((tx) => findFirstQueued(tx, this.options.clock()));
  }

  #isDue(requestId: string): Promise<boolean> {
    return this.#transaction(async (tx) => {
      const rows = await tx.query(
        `select from provisioning_request
          where id = $1 and status = any($2::text[]) and (run_after is null or run_after <= $3)`,
        [requestId, [...MOVING], this.options.clock()],
      );
      return rows.length > 0;
    });
  }

  #transaction<T>(fn: (tx: Session) => Promise<T>): Promise<T> {
    return this.options.database.transaction(SYSTEM, fn);
  }
}

/** Whether a step has, or may have, an effect that is still there. */
function leavesSomething({ name, status, attempts, result }: StepRecord): boolean {
  if (status === 'COMPENSATED' || status === 'SKIPPED') return false;
  const step = sagaSteps[name];
  if (step.where === 'DATABASE' || !step.undo) return status === 'DONE';
  return status === 'DONE' || (attempts > 0 && result['refused'] !== true);
}

/** Whether trying again cannot help. */
function isPermanent(error: unknown): boolean {
  if (error instanceof ProvisionerRefused) return true;
  return error instanceof DomainError && error.code !== 'CONFLICT';
}

/** What whoever placed the order may read of a failure. */
function messageOf(error: unknown): string {
  const known =
    error instanceof DomainError ||
    error instanceof ProvisionerRefused ||
    error instanceof ProvisionerUnavailable;
  return known ? error.message.slice(0, 1_000) : 'Something went wrong inside of the platform.';
}
