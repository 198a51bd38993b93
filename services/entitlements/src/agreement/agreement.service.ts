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
  type AgreementTerms,
} from './agreement.rules.js';
import { agreementRecords, checkVersions, type AgreementRecord } from './agreement.store.js';
import type {
  CreateAgreementInput,
  SupersedeAgreementInput,
  UpdateAgreementInput,
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
        return checkTerms({
          name: checkText(input.name, 'name'),
          validFrom: input.validFrom,
          validTo: input.validTo ?? null,
          uptimeTarget: input.uptimeTarget,
          degradedWeight: input.degradedWeight ?? '1',
          maintenanceNoticeHours: input.maintenanceNoticeHours ?? null,
          maintenanceCapMinutes: input.maintenanceCapMinutes ?? null,
          creditTiers: tiersOf(input.creditTiers ?? []),
          creditCapPercent: input.creditCapPercent ?? null,
          calendarId: input.calendarId ?? null,
          targets: targetsOf(input.targets ?? []),
        });
      },
    });
    await checkVersions(tx, created.name);
    return created;
  });
}

/** Changes a version that is not in force yet; of one in force, its end alone. Roles: admin, manager, operator. */
export async function updateAgreement(
  context: RequestContext,
  input: UpdateAgreementInput,
): Promise<AgreementRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction(async (tx) => {
    const change = async (current: AgreementRecord) => {
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
        return checkTerms({
          ...termsWith(former, input),
          name: former.name,
          validFrom: input.validFrom,
          validTo: input.validTo ?? null,
        });
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
      return terms;
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
    ...terms
  } = {
    ...(existing as AgreementRecord | null),
    calendarId: existing?.calendarId ?? null,
    ...told,
  } as AgreementRecord;
  return terms;
}

type Changes = Pick<SupersedeAgreementInput, keyof SupersedeAgreementInput & keyof AgreementTerms>;

/** The current terms with those the input gives in their place. */
function termsWith(current: AgreementTerms, input: Omit<Changes, 'validFrom' | 'validTo'>) {
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

async function requireCalendar(tx: Session, calendarId: string | null | undefined): Promise<void> {
  if (calendarId != null) await calendarRecords.require(tx, calendarId, ['calendarId']);
}

function today(context: RequestContext): string {
  return context.now.toISOString().slice(0, 10);
}
