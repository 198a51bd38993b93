import {
  authorize,
  authorOf,
  checkCurrency,
  checkDecimal,
  checkText,
  createOnce,
  invalid,
  minorUnitOf,
  type RequestContext,
} from '@plimsoll/shared';
import { Decimal } from 'decimal.js';
import { notCovered } from './service-credit.errors.js';
import { statusAfter } from './service-credit.rules.js';
import { isMeasured, serviceCreditRecords, type ServiceCreditRow } from './service-credit.store.js';
import type {
  ApproveServiceCreditInput,
  IssueServiceCreditInput,
  ProposeServiceCreditInput,
  RejectServiceCreditInput,
} from './service-credit.types.js';

const DECIDING = ['admin', 'manager', 'executive'] as const;
const LONGEST_NOTE = 2_000;

/**
 * Proposes a credit by hand, beside what the ledger owes. Roles: admin, manager, executive, operator, agent.
 *
 * @throws DomainError `NOT_COVERED`
 */
export async function proposeServiceCredit(
  context: RequestContext,
  input: ProposeServiceCreditInput,
): Promise<ServiceCreditRow> {
  authorize(context, ...DECIDING, 'operator', 'agent');
  const author = authorOf(context);
  return createOnce(context, serviceCreditRecords, {
    prefix: 'scr',
    mutation: 'proposeServiceCredit',
    input,
    values: async (tx) => {
      const { customerId, productId, agreementId, month } = input;
      const currency = checkCurrency(input.amount.currency, 'amount');
      const amount = new Decimal(checkDecimal(input.amount.amount, 'amount', '0'));
      if (amount.lte(0) || amount.dp() > minorUnitOf(currency)) {
        throw invalid('`amount` is above 0, in whole minor units of its currency.', ['amount']);
      }
      if (!(await isMeasured(tx, { customerId, productId, agreementId, month }))) throw notCovered();
      return {
        customerId,
        productId,
        agreementId,
        month,
        currency,
        amount: amount.toFixed(),
        owed: null,
        uptime: null,
        creditPercent: null,
        ledgerAsOf: context.now,
        restatedBy: [],
        origin: 'HAND',
        status: 'PROPOSED',
        note: checkText(input.note, 'note', LONGEST_NOTE),
        proposedAt: context.now,
        proposedById: author.actorId,
        decidedAt: null,
        decidedById: null,
        decisionNote: null,
        issuedAt: null,
        issuedById: null,
        reference: null,
      };
    },
  });
}

/**
 * Approves a credit. Roles: admin, manager, executive; nobody what they proposed themselves.
 *
 * @throws DomainError `INVALID_STATUS`, `OWN_PROPOSAL`
 */
export function approveServiceCredit(
  context: RequestContext,
  input: ApproveServiceCreditInput,
): Promise<ServiceCreditRow> {
  return decideOn(context, 'approved', input);
}

/**
 * Rejects a credit; what the ledger owes of it is not proposed again until it changes. Roles: admin, manager, executive.
 *
 * @throws DomainError `INVALID_STATUS`
 */
export function rejectServiceCredit(
  context: RequestContext,
  input: RejectServiceCreditInput,
): Promise<ServiceCreditRow> {
  return decideOn(context, 'rejected', input);
}

async function decideOn(
  context: RequestContext,
  step: 'approved' | 'rejected',
  input: ApproveServiceCreditInput,
): Promise<ServiceCreditRow> {
  authorize(context, ...DECIDING);
  const author = authorOf(context);
  const decisionNote = input.note == null ? null : checkText(input.note, 'note', LONGEST_NOTE);
  return context.session.transaction((tx) =>
    serviceCreditRecords.update(tx, author, input.id, input.expectedVersion, (current) => ({
      status: statusAfter(step, current, author.actorId),
      decidedAt: context.now,
      decidedById: author.actorId,
      decisionNote,
    })),
  );
}

/**
 * Records that an approved credit was issued. Roles: admin, manager, executive, operator.
 *
 * @throws DomainError `INVALID_STATUS`
 */
export async function issueServiceCredit(
  context: RequestContext,
  input: IssueServiceCreditInput,
): Promise<ServiceCreditRow> {
  authorize(context, ...DECIDING, 'operator');
  const author = authorOf(context);
  const reference = checkText(input.reference, 'reference');
  return context.session.transaction((tx) =>
    serviceCreditRecords.update(tx, author, input.id, input.expectedVersion, (current) => ({
      status: statusAfter('issued', current, author.actorId),
      issuedAt: context.now,
      issuedById: author.actorId,
      reference,
    })),
  );
}
