import {
  amountColumns,
  authorize,
  authorOf,
  checkText,
  createOnce,
  invalid,
  notFound,
  violatedConstraint,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { customerRecords, dayIn } from '../customer/index.js';
import { scheduleFirstReview } from '../customer-review/index.js';
import {
  deploymentTemplateRecords,
  findTemplates,
  STANDARD_TEMPLATE,
  type DeploymentTemplateRecord,
} from '../deployment-template/index.js';
import { mayFollowUp, personRecords } from '../person/index.js';
import { subscriptionRecords } from '../subscription/index.js';
import { alreadyInProgress } from './deployment.errors.js';
import { checkCancelling, checkGoingLive, milestonesAfter, milestonesFrom } from './deployment.rules.js';
import { deploymentRecords, ONCE_INDEX, type DeploymentRecord } from './deployment.store.js';
import type {
  CancelDeploymentInput,
  CompleteMilestoneInput,
  GoLiveInput,
  ReopenMilestoneInput,
  StartDeploymentInput,
  UpdateDeploymentInput,
} from './deployment.types.js';

const LONGEST_REASON = 1_000;

/**
 * Begins a customer's onboarding. Roles: admin, manager, operator; agents for customers they manage and deployments they lead.
 *
 * @throws DomainError `ALREADY_IN_PROGRESS`
 */
export async function startDeployment(
  context: RequestContext,
  input: StartDeploymentInput,
): Promise<DeploymentRecord> {
  authorize(context, 'admin', 'manager', 'operator', 'agent');
  try {
    return await createOnce(context, deploymentRecords, {
      prefix: 'dpl',
      mutation: 'startDeployment',
      input,
      values: (tx) => beginning(context, tx, input),
    });
  } catch (error) {
    throw violatedConstraint(error) === ONCE_INDEX ? alreadyInProgress() : error;
  }
}

async function beginning(context: RequestContext, tx: Session, input: StartDeploymentInput) {
  const customer = await customerRecords.require(tx, input.customerId, ['customerId']);
  if (!mayFollowUp(context.principal, customer.accountManagerId)) {
    throw notFound('customer', input.customerId, ['customerId']);
  }
  if (input.ownerId != null) await personRecords.require(tx, input.ownerId, ['ownerId']);
  if (input.subscriptionId != null) {
    const { customerId } = await subscriptionRecords.require(tx, input.subscriptionId, ['subscriptionId']);
    if (customerId !== customer.id) {
      throw invalid('The subscription is of another customer.', ['subscriptionId']);
    }
  }
  const template = await templateOf(tx, input.templateId ?? null);
  const startedOn = input.startedOn ?? dayIn(customer.timeZone, context.now);
  const milestones = milestonesFrom(template.milestones, startedOn);
  return {
    customerId: customer.id,
    subscriptionId: input.subscriptionId ?? null,
    name: input.name == null ? template.name : checkText(input.name, 'name'),
    ownerId: input.ownerId ?? customer.accountManagerId,
    status: 'IN_PROGRESS' as const,
    amount: null,
    currency: null,
    ...amountColumns(input.monthlyValue, 'monthlyValue'),
    startedOn,
    targetOn: targetOf(startedOn, input.targetOn ?? milestones.at(-1)?.dueOn ?? startedOn),
    liveOn: null,
    closingReason: null,
    milestones,
  };
}

async function templateOf(tx: Session, id: string | null): Promise<DeploymentTemplateRecord> {
  if (id !== null) return deploymentTemplateRecords.require(tx, id, ['templateId']);
  const templates = await findTemplates(tx);
  const standard = templates.find(({ name }) => name === STANDARD_TEMPLATE) ?? templates[0];
  if (!standard) throw invalid('There is no template yet; create one.', ['templateId']);
  return standard;
}

/** Changes a deployment. Roles: admin, manager, operator; agents for customers they manage and deployments they lead. */
export async function updateDeployment(
  context: RequestContext,
  input: UpdateDeploymentInput,
): Promise<DeploymentRecord> {
  return change(context, input, async (current, tx) => {
    if (input.ownerId != null) await personRecords.require(tx, input.ownerId, ['ownerId']);
    return {
      ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
      ownerId: input.ownerId,
      ...amountColumns(input.monthlyValue, 'monthlyValue'),
      ...(input.targetOn == null ? {} : { targetOn: targetOf(current.startedOn, input.targetOn) }),
    };
  });
}

/** Says that a milestone was reached. Roles: admin, manager, operator; agents for customers they manage and deployments they lead. */
export function completeMilestone(
  context: RequestContext,
  input: CompleteMilestoneInput,
): Promise<DeploymentRecord> {
  const note = input.note == null ? null : checkText(input.note, 'note', LONGEST_REASON);
  return change(context, input, (current, _tx, today) => ({
    milestones: milestonesAfter(current, today, input.milestone, {
      on: input.on ?? today,
      by: context.principal.personId ?? null,
      note,
    }),
  }));
}

/** Says that a milestone was not reached after all. Roles: admin, manager, operator; agents for customers they manage and deployments they lead. */
export function reopenMilestone(
  context: RequestContext,
  input: ReopenMilestoneInput,
): Promise<DeploymentRecord> {
  return change(context, input, (current, _tx, today) => ({
    milestones: milestonesAfter(current, today, input.milestone, null),
  }));
}

/**
 * Completes a deployment all of whose milestones were reached; where no review with the customer is ahead, the first
 * is scheduled. Roles: admin, manager, operator; agents for customers they manage and deployments they lead.
 */
export function goLive(context: RequestContext, input: GoLiveInput): Promise<DeploymentRecord> {
  return change(context, input, async (current, tx, today) => {
    const on = input.on ?? today;
    checkGoingLive(current, today, on);
    await scheduleFirstReview(tx, authorOf(context), current, on, context.now);
    return { status: 'LIVE', liveOn: on };
  });
}

/** Gives a deployment up. Roles: admin, manager, operator; agents for customers they manage and deployments they lead. */
export function cancelDeployment(
  context: RequestContext,
  input: CancelDeploymentInput,
): Promise<DeploymentRecord> {
  const reason = checkText(input.reason, 'reason', LONGEST_REASON);
  return change(
    context,
    input,
    (current) => {
      checkCancelling(current);
      return { status: 'CANCELLED', closingReason: reason };
    },
    reason,
  );
}

async function change(
  context: RequestContext,
  input: { id: string; expectedVersion: number },
  decide: (
    current: DeploymentRecord,
    tx: Session,
    today: string,
  ) => Partial<DeploymentRecord> | Promise<Partial<DeploymentRecord>>,
  reason: string | null = null,
): Promise<DeploymentRecord> {
  authorize(context, 'admin', 'manager', 'operator', 'agent');
  const author = authorOf(context, reason);
  return context.session.transaction((tx) =>
    deploymentRecords.update(tx, author, input.id, input.expectedVersion, async (current) => {
      const { timeZone, accountManagerId } = await customerRecords.require(tx, current.customerId, ['id']);
      if (!mayFollowUp(context.principal, current.ownerId, accountManagerId)) {
        throw notFound('deployment', input.id);
      }
      return decide(current, tx, dayIn(timeZone, context.now));
    }),
  );
}

function targetOf(startedOn: string, targetOn: string): string {
  if (targetOn < startedOn) {
    throw invalid(`\`targetOn\` is ${targetOn}, before the first day ${startedOn}.`, ['targetOn']);
  }
  return targetOn;
}
