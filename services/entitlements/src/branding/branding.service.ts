import {
  authorize,
  authorOf,
  checkText,
  conflict,
  hasRole,
  invalid,
  newId,
  notFound,
  requireKeyScope,
  violatedConstraint,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { customerRecords } from '../customer/index.js';
import { partnerRecords } from '../partner/index.js';
import { duplicateDomain } from './branding.errors.js';
import { checkBranding, contrastWarnings, type ContrastWarning } from './branding.rules.js';
import {
  brandingRecords,
  DOMAIN_CONSTRAINT,
  findBrandingsOf,
  findCompanyBranding,
  type BrandingRecord,
} from './branding.store.js';
import type { SetBrandingInput } from './branding.types.js';

/** Whose a branding is; both null: the company's. */
interface Owner {
  partnerId: string | null;
  customerId: string | null;
}

/**
 * Sets the branding of a partner, a customer or the company, in place of what was set before. Roles: admin, manager,
 * operator; a partner its own.
 *
 * @throws DomainError `NOT_FOUND`, `INVALID`, `CONFLICT`, `DUPLICATE_DOMAIN`
 */
export async function setBranding(
  context: RequestContext,
  input: SetBrandingInput,
): Promise<{ branding: BrandingRecord; warnings: ContrastWarning[] }> {
  authorize(context, 'admin', 'manager', 'operator', 'partner');
  requireKeyScope(context, 'ORDERS');
  const owner = await requireOwner(context, input);
  const value = checkBranding(input.branding, ['branding']);
  const author = authorOf(context, input.reason == null ? null : checkText(input.reason, 'reason'));
  try {
    const branding = await context.session.transactionAs({ kind: 'SYSTEM' }, async (tx) => {
      const current = await findOwned(tx, owner);
      if (!current) {
        if (input.expectedVersion != null) throw conflict('branding', 0);
        const kept = { id: newId('brd'), version: 1, externalId: null, source: null };
        const record = { ...kept, ...owner, ...value };
        await brandingRecords.create(tx, author, [record]);
        return record;
      }
      return brandingRecords.update(tx, author, current.id, input.expectedVersion ?? 0, () => value);
    });
    return { branding, warnings: contrastWarnings(value) };
  } catch (error) {
    const constraint = violatedConstraint(error);
    if (constraint === DOMAIN_CONSTRAINT) throw duplicateDomain(value.domain ?? '');
    // Of two who set it for the first time at the same moment, the second is refused like a later one.
    if (constraint?.startsWith('branding_') === true) throw conflict('branding', 1);
    throw error;
  }
}

/** The owner, as far as the caller may set its branding; anything else reads like a missing record. */
async function requireOwner(context: RequestContext, input: SetBrandingInput): Promise<Owner> {
  const partnerId = input.partnerId ?? null;
  const customerId = input.customerId ?? null;
  const { scope, principal } = context;
  const isOwn = scope.kind === 'PARTNER' && partnerId === scope.partnerId;
  if (!isOwn && !hasRole(principal, 'admin', 'manager', 'operator')) {
    if (partnerId !== null) throw notFound('partner', partnerId, ['partnerId']);
    throw notFound('customer', customerId ?? '', ['customerId']);
  }
  if (partnerId !== null && customerId !== null) {
    throw invalid('A branding is of a partner or of a customer: leave out `partnerId` or `customerId`.', [
      'customerId',
    ]);
  }
  if (partnerId !== null) await partnerRecords.require(context.session, partnerId, ['partnerId']);
  if (customerId !== null) await customerRecords.require(context.session, customerId, ['customerId']);
  return { partnerId, customerId };
}

async function findOwned(tx: Session, { partnerId, customerId }: Owner): Promise<BrandingRecord | null> {
  if (partnerId !== null) return (await findBrandingsOf(tx, 'partner', [partnerId])).get(partnerId) ?? null;
  if (customerId !== null) {
    return (await findBrandingsOf(tx, 'customer', [customerId])).get(customerId) ?? null;
  }
  return findCompanyBranding(tx);
}
