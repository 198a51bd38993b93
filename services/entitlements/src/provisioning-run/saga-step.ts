import type { Author, Session } from '@plimsoll/shared';
import type { TenantCall } from '../tenant/index.js';
import type {
  ProvisioningLine,
  ProvisioningRequestRecord,
  StepName,
  StepRecord,
  StepResult,
} from '../provisioning-request/index.js';

/** What a step knows when it is its turn. */
export interface StepContext {
  tx: Session;
  /** Whoever placed the request. */
  author: Author;
  request: ProvisioningRequestRecord;
  step: StepRecord;
  /** All steps of the request in order. */
  steps: readonly StepRecord[];
  line: ProvisioningLine | null;
  now: Date;
}

/** What became of a step in the database: it is done, or its request waits until there is capacity. */
export type StepOutcome =
  { kind: 'DONE'; result: StepResult } | { kind: 'WAIT'; reason: string; result: StepResult };

/** A step whose effect is in this database: effect and record commit together. */
interface InternalStep {
  where: 'DATABASE';
  /** Throws DomainError where a rule refuses it for good. */
  perform(context: StepContext): Promise<StepOutcome>;
  /** Takes the effect back; a step without it leaves nothing behind that others do not take back. */
  undo?(context: StepContext): Promise<void>;
}

/** A step whose effect is at a provisioner: asked for under the step's key until it is answered. */
interface OutsideStep {
  where: 'OUTSIDE';
  /** What to ask for; null: there is nothing to do. Decided once, and asked for again as it was. */
  call(context: StepContext): Promise<TenantCall | null>;
  /** What takes it back, also where it is unknown whether it took place; null: nothing. */
  undo?(context: StepContext): Promise<TenantCall | null>;
}

/** How a step is taken, and taken back. */
export type SagaStep = InternalStep | OutsideStep;

/** How each step is taken. */
export type SagaSteps = Readonly<Record<StepName, SagaStep>>;

/** The latest result that a step of this name has left for the same line. */
export function resultOf(context: StepContext, name: StepName): StepResult {
  const { steps, step } = context;
  return steps.find((other) => other.name === name && other.line === step.line)?.result ?? {};
}

/** The line of a step. Throws Error for a step that has none. */
export function lineOf({ line, step }: StepContext): ProvisioningLine {
  if (!line) throw new Error(`the step ${step.name} belongs to a line`);
  return line;
}
