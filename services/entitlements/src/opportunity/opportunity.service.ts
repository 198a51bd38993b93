import {
  amountColumns,
  authorize,
  authorOf,
  checkText,
  createOnce,
  notFound,
  violatedConstraint,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { customerRecords } from '../customer/index.js';
import { mayFollowUp, personRecords } from '../person/index.js';
import { subscriptionRecords } from '../subscription/index.js';
import { alreadyRecorded } from './opportunity.errors.js';
import { isClosed, stageAfter, type OpportunityStep } from './opportunity.rules.js';
import { ONCE_INDEX, opportunityRecords, type OpportunityRecord } from './opportunity.store.js';
import type {
  OpportunityStepInput,
  RecordOpportunityInput,
  UpdateOpportunityInput,
} from './opportunity.types.js';

const LONGEST_NOTE = 10_000;
const LONGEST_REASON = 1_000;

/**
 * Records a chance to sell and hands it to its owner, by default the customer's account manager. Roles: admin,
 * manager, operator, agent.
 *
 * @throws DomainError `ALREADY_RECORDED` where the same moment is open already
 */
export async function recordOpportunity(
  context: RequestContext,
  input: RecordOpportunityInput,
): Promise<OpportunityRecord> {
  authorize(context, 'admin', 'manager', 'operator', 'agent');
  return once(() =>
    createOnce(context, opportunityRecords, {
      prefix: 'opp',
      mutation: 'recordOpportunity',
      input,
      values: async (tx) => {
        const customer = await customerRecords.require(tx, input.customerId, ['customerId']);
        await requireReferences(tx, input);
        if (input.subscriptionId != null) {
          await subscriptionRecords.require(tx, input.subscriptionId, ['subscriptionId']);
        }
        return {
          customerId: customer.id,
          kind: input.kind,
          origin: input.origin,
          originId: input.originId ?? null,
          title: checkText(input.title, 'title'),
          note: noteOf(input.note) ?? null,
          amount: null,
          currency: null,
          ...amountColumns(input.monthlyValue, 'monthlyValue'),
          stage: 'OPEN' as const,
          ownerId: input.ownerId ?? customer.accountManagerId,
          recordedBy: context.principal.personId ?? null,
          recordedAt: context.now,
          expectedOn: input.expectedOn ?? null,
          closedAt: null,
          closingReason: null,
          subscriptionId: input.subscriptionId ?? null,
        };
      },
    }),
  );
}

/** Changes an opportunity. Roles: admin, manager, operator, agent. */
export async function updateOpportunity(
  context: RequestContext,
  input: UpdateOpportunityInput,
): Promise<OpportunityRecord> {
  authorize(context, 'admin', 'manager', 'operator', 'agent');
  return context.session.transaction((tx) =>
    opportunityRecords.update(tx, authorOf(context), input.id, input.expectedVersion, async () => {
      await requireReferences(tx, input);
      return {
        ...(input.title == null ? {} : { title: checkText(input.title, 'title') }),
        note: noteOf(input.note),
        ...amountColumns(input.monthlyValue, 'monthlyValue'),
        ownerId: input.ownerId,
        expectedOn: input.expectedOn,
      };
    }),
  );
}

/** Takes an opportunity a step further. Roles: admin, manager, operator; agents for opportunities they own. */
export async function stepOpportunity(
  context: RequestContext,
  step: OpportunityStep,
  input: OpportunityStepInput,
): Promise<OpportunityRecord> {
  authorize(context, 'admin', 'manager', 'operator', 'agent');
  const reason = input.reason == null ? null : checkText(input.reason, 'reason', LONGEST_REASON);
  return once(() =>
    context.session.transaction((tx) =>
      opportunityRecords.update(
        tx,
        authorOf(context),
        input.id,
        input.expectedVersion,
        ({ stage, ownerId }) => {
          if (!mayFollowUp(context.principal, ownerId)) throw notFound('opportunity', input.id);
          const next = stageAfter(stage, step);
          const closed = isClosed(next);
          return {
            stage: next,
            closedAt: closed ? context.now : null,
            closingReason: closed ? reason : null,
          };
        },
      ),
    ),
  );
}

/** Of two who record one moment at the same time, the second is refused like a later one. */
async function once<Result>(fn: () => Promise<Result>): Promise<Result> {
  try {
    return await fn();
  } catch (error) {
    throw violatedConstraint(error) === ONCE_INDEX ? alreadyRecorded() : error;
  }
}

async function requireReferences(tx: Session, input: { ownerId?: string | null }): Promise<void> {
  if (input.ownerId != null) await personRecords.require(tx, input.ownerId, ['ownerId']);
}

function noteOf(note: string | null | undefined): string | null | undefined {
  return note == null ? note : checkText(note, 'note', LONGEST_NOTE);
}
