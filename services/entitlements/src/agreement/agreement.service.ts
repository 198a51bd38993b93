import {
  authorize,
  authorOf,
  cellOr,
  checkText,
  column,
  createOnce,
  importRows,
  referencesTo,
  resolveReferences,
  storeRecords,
  type ImportInput,
  type ImportReport,
  type ImportRow,
  type RequestContext,
  type Session,
  type StoredBatch,
} from '@plimsoll/shared';
import { z } from 'zod';
import { calendarRecords } from '../calendar/index.js';
import {
  checkSuccession,
  checkTerms,
  parseCreditTiers,
  parseTargets,
  refuseChangeInForce,
  requireStage,
  type AgreementPromise,
  type AgreementStage,
  type AgreementTerms,
} from './agreement.rules.js';
import { agreementRecords, checkVersions, findPredecessor, type AgreementRecord } from './agreement.store.js';
import type {
  ActivateAgreementInput,
  CreateAgreementInput,
  SupersedeAgreementInput,
  UpdateAgreementInput,
  WithdrawAgreementInput,
} from './agreement.types.js';

/** An agreement of which no file says since when it applies always has. */
const ALWAYS = '1970-01-01';

const importColumns = z.object({
  external_id: column.required.text,
  name: column.required.text,
  valid_from: column.date,
  valid_to: column.date,
  uptime_target: column.decimal,
  degraded_weight: column.decimal,
  maintenance_notice_hours: column.decimal,
  maintenance_cap_minutes: column.decimal,
  credit_tiers: column.parsed(parseCreditTiers),
  credit_cap_percent: column.decimal,
  calendar: column.text,
  targets: column.parsed(parseTargets),
});
type AgreementRow = z.infer<typeof importColumns>;

/** Creates an agreement, or a version of one beside those of the same name. Roles: admin, manager, operator. */
export async function createAgreement(
  context: RequestContext,
  input: CreateAgreementInput,
): Promise<AgreementRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction(async (tx) => {
    const created = await createOnce(context, agreementRecords, {
      prefix: 'sla',
      mutation: 'createAgreement',
      input,
      values: async () => {
        await requireCalendar(tx, input.calendarId);
        const terms = checkTerms({
          name: checkText(input.name, 'name'),
          validFrom: input.validFrom,
          validTo: input.validTo ?? null,
          ...promiseOf(input),
        });
        const stage: AgreementStage = input.draft ? 'DRAFT' : 'IN_FORCE';
        return { ...terms, stage };
      },
    });
    await checkVersions(tx, created.name);
    return created;
  });
}

/**
 * Puts a draft in force. A version of the same name that applies on the draft's first day ends there, which then is
 * today (UTC) or later. Roles: admin, manager, operator.
 *
 * @throws DomainError `AGREEMENT_STAGE` for anything but a draft, `AGREEMENT_OVERLAP`
 */
export async function activateAgreement(
  context: RequestContext,
  input: ActivateAgreementInput,
): Promise<AgreementRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const author = authorOf(context, input.reason == null ? null : checkText(input.reason, 'reason'));
  return context.session.transaction(async (tx) => {
    const change = async (draft: AgreementRecord): Promise<Partial<AgreementRecord>> => {
      requireStage(draft, ['DRAFT'], 'a draft');
      const former = await findPredecessor(tx, draft.name, draft.validFrom);
      if (former) {
        checkSuccession(former, draft.validFrom, today(context));
        await agreementRecords.updateAll(tx, author, [[former, { ...former, validTo: draft.validFrom }]]);
      }
      return { stage: 'IN_FORCE' };
    };
    const stored = await agreementRecords.update(tx, author, input.id, input.expectedVersion, change);
    await checkVersions(tx, stored.name);
    return stored;
  });
}

/**
 * Gives a draft up; it stays on record. Roles: admin, manager, operator.
 *
 * @throws DomainError `AGREEMENT_STAGE` for anything but a draft
 */
export async function withdrawAgreement(
  context: RequestContext,
  input: WithdrawAgreementInput,
): Promise<AgreementRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const author = authorOf(context, checkText(input.reason, 'reason'));
  return context.session.transaction((tx) =>
    agreementRecords.update(tx, author, input.id, input.expectedVersion, (draft) => {
      requireStage(draft, ['DRAFT'], 'a draft');
      return { stage: 'WITHDRAWN' };
    }),
  );
}

/** Changes a version that is not in force yet; of one in force, its end alone. Roles: admin, manager, operator. */
export async function updateAgreement(
  context: RequestContext,
  input: UpdateAgreementInput,
): Promise<AgreementRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction(async (tx) => {
    const change = async (current: AgreementRecord) => {
      requireStage(current, ['DRAFT', 'IN_FORCE'], 'a draft or in force');
      await requireCalendar(tx, input.calendarId);
      const next = checkTerms({
        ...termsWith(current, input),
        name: input.name == null ? current.name : checkText(input.name, 'name'),
        validFrom: input.validFrom ?? current.validFrom,
        validTo: input.validTo === undefined ? current.validTo : input.validTo,
      });
      refuseChangeInForce(current, next, today(context));
      return next;
    };
    const stored = await agreementRecords.update(
      tx,
      authorOf(context),
      input.id,
      input.expectedVersion,
      change,
    );
    await checkVersions(tx, stored.name);
    return stored;
  });
}

/**
 * Ends a version on a day and begins the next of the same name on that day, with the former's terms where the
 * input gives no others. Roles: admin, manager, operator.
 */
export async function supersedeAgreement(
  context: RequestContext,
  input: SupersedeAgreementInput,
): Promise<AgreementRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction(async (tx) => {
    const next = await createOnce(context, agreementRecords, {
      prefix: 'sla',
      mutation: 'supersedeAgreement',
      input,
      values: async () => {
        await requireCalendar(tx, input.calendarId);
        const end = (former: AgreementRecord) => {
          requireStage(former, ['IN_FORCE'], 'in force');
          checkSuccession(former, input.validFrom, today(context));
          return { validTo: input.validFrom };
        };
        const former = await agreementRecords.update(
          tx,
          authorOf(context),
          input.id,
          input.expectedVersion,
          end,
        );
        const terms = checkTerms({
          ...termsWith(former, input),
          name: former.name,
          validFrom: input.validFrom,
          validTo: input.validTo ?? null,
        });
        const stage: AgreementStage = 'IN_FORCE';
        return { ...terms, stage };
      },
    });
    await checkVersions(tx, next.name);
    return next;
  });
}

/** Imports rows of `agreements.csv`; a row that would change terms in force is refused. */
export function importAgreements(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<AgreementRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.external_id,
    store: (tx, source, rows) => storeAgreements(context, tx, source, rows),
  });
}

async function storeAgreements(
  context: RequestContext,
  tx: Session,
  source: string,
  rows: ImportRow<AgreementRow>[],
): Promise<StoredBatch> {
  const resolved = await resolveReferences(tx, source, rows, {
    calendar: { find: referencesTo('calendar'), of: (row) => [row.calendar] },
  });
  const stored = await storeRecords<AgreementRow, AgreementRecord>(tx, source, resolved.rows, {
    records: agreementRecords,
    prefix: 'sla',
    author: authorOf(context),
    externalId: (row) => row.external_id,
    toRecord: (row, existing) => {
      const given = {
        name: row.name,
        validFrom: cellOr(row.valid_from, ALWAYS, existing),
        validTo: cellOr(row.valid_to, null, existing),
        uptimeTarget: cellOr(row.uptime_target, '0', existing),
        degradedWeight: cellOr(row.degraded_weight, '1', existing),
        maintenanceNoticeHours: cellOr(row.maintenance_notice_hours, null, existing),
        maintenanceCapMinutes: cellOr(row.maintenance_cap_minutes, null, existing),
        creditTiers: cellOr(row.credit_tiers, [], existing),
        creditCapPercent: cellOr(row.credit_cap_percent, null, existing),
        calendarId: row.calendar == null ? row.calendar : resolved.references['calendar']?.get(row.calendar),
        targets: cellOr(row.targets, [], existing),
      };
      const terms = checkTerms(overlaid(existing, given));
      if (existing) refuseChangeInForce(existing, terms, today(context));
      return { ...terms, stage: existing?.stage ?? 'IN_FORCE' };
    },
  });
  for (const { row } of resolved.rows.slice(0, 1)) await checkVersions(tx, row.name);
  return { ...stored, rejects: resolved.rejects };
}

/** What is given, and what is on record where nothing is given. */
function overlaid(
  existing: AgreementTerms | null,
  given: { [Term in keyof AgreementTerms]: AgreementTerms[Term] | undefined },
): AgreementTerms {
  const told = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const {
    id: _id,
    version: _version,
    externalId: _externalId,
    source: _source,
    stage: _stage,
    ...terms
  } = {
    ...(existing as AgreementRecord | null),
    calendarId: existing?.calendarId ?? null,
    ...told,
  } as AgreementRecord;
  return terms;
}

/** What a new agreement or template promises: what the input leaves out is not promised. */
export function promiseOf(input: PromiseInput): AgreementPromise {
  return {
    uptimeTarget: input.uptimeTarget,
    degradedWeight: input.degradedWeight ?? '1',
    maintenanceNoticeHours: input.maintenanceNoticeHours ?? null,
    maintenanceCapMinutes: input.maintenanceCapMinutes ?? null,
    creditTiers: tiersOf(input.creditTiers ?? []),
    creditCapPercent: input.creditCapPercent ?? null,
    calendarId: input.calendarId ?? null,
    targets: targetsOf(input.targets ?? []),
  };
}

type PromiseInput = Pick<CreateAgreementInput, keyof CreateAgreementInput & keyof AgreementPromise>;

type Changes = Pick<SupersedeAgreementInput, keyof SupersedeAgreementInput & keyof AgreementTerms>;

/** The current promise with what the input gives in its place. */
export function termsWith(
  current: AgreementPromise,
  input: Omit<Changes, 'validFrom' | 'validTo'>,
): AgreementPromise {
  return {
    uptimeTarget: input.uptimeTarget ?? current.uptimeTarget,
    degradedWeight: input.degradedWeight ?? current.degradedWeight,
    maintenanceNoticeHours: given(input.maintenanceNoticeHours, current.maintenanceNoticeHours),
    maintenanceCapMinutes: given(input.maintenanceCapMinutes, current.maintenanceCapMinutes),
    creditTiers: input.creditTiers == null ? current.creditTiers : tiersOf(input.creditTiers),
    creditCapPercent: given(input.creditCapPercent, current.creditCapPercent),
    calendarId: given(input.calendarId, current.calendarId),
    targets: input.targets == null ? current.targets : targetsOf(input.targets),
  };
}

function given<Value>(value: Value | null | undefined, current: Value | null): Value | null {
  return value === undefined ? current : value;
}

// Inputs arrive as instances of their classes; what is stored are plain values.
function tiersOf(tiers: NonNullable<CreateAgreementInput['creditTiers']>): AgreementTerms['creditTiers'] {
  return tiers.map(({ below, percent }) => ({ below, percent }));
}

function targetsOf(targets: NonNullable<CreateAgreementInput['targets']>): AgreementTerms['targets'] {
  return targets.map(({ priority, firstResponse, update, resolution }) => ({
    priority,
    firstResponse: firstResponse ?? null,
    update: update ?? null,
    resolution: resolution ?? null,
  }));
}

/**
 * The version with this id, which somebody is to be promised.
 *
 * @throws DomainError `NOT_FOUND`, or `AGREEMENT_STAGE` for one that is not in force
 */
export async function requireAgreementInForce(
  tx: Session,
  id: string,
  path: readonly string[],
): Promise<AgreementRecord> {
  const agreement = await agreementRecords.require(tx, id, path);
  requireStage(agreement, ['IN_FORCE'], 'in force', path);
  return agreement;
}

/** @throws DomainError `NOT_FOUND` where there is no such calendar */
export async function requireCalendar(tx: Session, calendarId: string | null | undefined): Promise<void> {
  if (calendarId != null) await calendarRecords.require(tx, calendarId, ['calendarId']);
}

function today(context: RequestContext): string {
  return context.now.toISOString().slice(0, 10);
}
