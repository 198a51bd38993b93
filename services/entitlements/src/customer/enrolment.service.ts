import { randomInt } from 'node:crypto';
import {
  checkText,
  checkTimeZone,
  newId,
  violatedConstraint,
  type Author,
  type KeptRecord,
  type Session,
} from '@plimsoll/shared';
import { holdLineages, partnerRecords } from '../partner/index.js';
import { personRecords } from '../person/index.js';
import { duplicateCsi } from './customer.errors.js';
import { checkCsi, checkLocale, CSI_NUMBERS, issuedCsi, type Segment } from './customer.rules.js';
import { CSI_INDEX, customerRecords, findByCsis, type CustomerRecord } from './customer.store.js';

/** What is said of a new customer. */
export interface NewCustomer {
  name: string;
  /** Issued where none is given. */
  csi?: string | null;
  segment?: Segment | null;
  region?: string | null;
  timeZone: string;
  locale?: string | null;
  vertical?: string | null;
  partnerId?: string | null;
  accountManagerId?: string | null;
  designatedAnalystId?: string | null;
}

/**
 * The values of a new customer with its access on.
 *
 * @param given.csi checked
 * @param by the person who switches its access on; null: nobody known
 * @throws DomainError `NOT_FOUND`, `INVALID`, `DUPLICATE_CSI`
 */
export async function enrolment(
  tx: Session,
  given: NewCustomer,
  now: Date,
  by: string | null,
): Promise<Omit<CustomerRecord, keyof KeptRecord>> {
  await requireReferences(tx, given);
  if (given.csi != null) await refuseTaken(tx, given.csi);
  const [issued] = given.csi == null ? await issueCsis(tx, 1) : [given.csi];
  return {
    csi: given.csi ?? issued ?? '',
    name: checkText(given.name, 'name'),
    segment: given.segment ?? null,
    region: given.region ?? null,
    timeZone: checkTimeZone(given.timeZone, 'timeZone'),
    locale: given.locale == null ? null : checkLocale(given.locale, 'locale'),
    vertical: given.vertical ?? null,
    partnerId: given.partnerId ?? null,
    partnerIds: await resellersFrom(tx, given.partnerId ?? null),
    accountManagerId: given.accountManagerId ?? null,
    designatedAnalystId: given.designatedAnalystId ?? null,
    accessActive: true,
    accessSince: now,
    accessReason: null,
    accessBy: by,
    accessUntil: null,
    accessOpenTickets: null,
    mergedInto: null,
    terminatesOn: null,
    createdAt: now,
  };
}

/**
 * Puts a new customer on record in the transaction of what it is wanted for; the caller keeps identifiers apart with
 * {@link keepingCsisApart}.
 *
 * @throws DomainError `NOT_FOUND`, `INVALID`, `DUPLICATE_CSI`
 */
export async function enrolCustomer(
  tx: Session,
  author: Author,
  given: NewCustomer,
  now: Date,
): Promise<CustomerRecord> {
  const csi = given.csi == null ? null : checkCsi(given.csi, 'csi');
  const values = await enrolment(tx, { ...given, csi }, now, null);
  const record: CustomerRecord = {
    ...values,
    id: newId('cus'),
    version: 1,
    externalId: null,
    source: null,
  };
  await customerRecords.create(tx, author, [record]);
  return record;
}

/** Identifiers that no customer has yet, all different. */
export async function issueCsis(tx: Session, count: number): Promise<string[]> {
  const fresh = new Set<string>();
  while (fresh.size < count) {
    while (fresh.size < count) fresh.add(issuedCsi(randomInt(CSI_NUMBERS)));
    for (const { csi } of (await findByCsis(tx, [...fresh])).values()) fresh.delete(csi);
  }
  return [...fresh];
}

/** @throws DomainError `DUPLICATE_CSI` */
export async function refuseTaken(tx: Session, csi: string): Promise<void> {
  if ((await findByCsis(tx, [csi])).size > 0) throw duplicateCsi(csi);
}

/** Of two callers who take one identifier at the same moment, the second is refused like a later one. */
export async function keepingCsisApart<Result>(
  csi: string | null,
  fn: () => Promise<Result>,
): Promise<Result> {
  try {
    return await fn();
  } catch (error) {
    throw csi !== null && violatedConstraint(error) === CSI_INDEX ? duplicateCsi(csi) : error;
  }
}

/** Throws DomainError `NOT_FOUND` for a partner or a person whom the session's scope does not see. */
export async function requireReferences(
  tx: Session,
  input: {
    partnerId?: string | null;
    accountManagerId?: string | null;
    designatedAnalystId?: string | null;
  },
): Promise<void> {
  if (input.partnerId != null) await partnerRecords.require(tx, input.partnerId, ['partnerId']);
  if (input.accountManagerId != null) {
    await personRecords.require(tx, input.accountManagerId, ['accountManagerId']);
  }
  if (input.designatedAnalystId != null) {
    await personRecords.require(tx, input.designatedAnalystId, ['designatedAnalystId']);
  }
}

/** The resellers of a customer sold to through this partner, nearest first; the partner stays where it is meanwhile. */
export async function resellersFrom(tx: Session, partnerId: string | null): Promise<string[]> {
  if (partnerId === null) return [];
  return (await holdLineages(tx, [partnerId])).get(partnerId) ?? [];
}
