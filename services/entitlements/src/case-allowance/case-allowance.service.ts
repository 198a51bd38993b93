import type { Session } from '@plimsoll/shared';
import { restateCharges } from '../chargeable-case/index.js';
import { refusesCases } from './case-allowance.rules.js';
import {
  attributeLateCases,
  findCases,
  findCustomersOf,
  findCustomersWithLevels,
  findStale,
  findStandings,
  recordUses,
  tellStandings,
  type CaseEvent,
} from './case-allowance.store.js';

const PLATFORM = { actorId: null };
const BATCH = 500;

/**
 * Counts what tickets' events tell: a closed ticket uses a case of its customer's allowance, an open one gives it
 * back. Events may come again and in any order.
 */
export async function countCases(tx: Session, events: readonly CaseEvent[], now: Date): Promise<void> {
  const latest = new Map<string, CaseEvent>();
  for (const event of events) {
    if ((latest.get(event.ticketId)?.version ?? 0) < event.version) latest.set(event.ticketId, event);
  }
  const given = [...latest.values()].toSorted((a, b) => (a.ticketId < b.ticketId ? -1 : 1));
  const allowances = await recordUses(tx, given);
  if (allowances.length === 0) return;
  await restate(
    tx,
    allowances,
    given.map(({ ticketId }) => ticketId),
  );
  await refreshStandings(tx, await findCustomersOf(tx, allowances), now);
}

/** Follows changes of what customers are entitled to. */
export async function followEntitlements(
  tx: Session,
  customerIds: readonly string[],
  allowanceIds: readonly string[],
  now: Date,
): Promise<void> {
  const late = await attributeLateCases(tx, customerIds);
  await restate(tx, [...new Set([...allowanceIds, ...late])], []);
  await refreshStandings(tx, customerIds, now);
}

/** Follows changes of support levels, a batch of customers after another. */
export async function followSupportLevels(
  tx: Session,
  supportLevelIds: readonly string[],
  now: Date,
): Promise<void> {
  let customers: string[] = [];
  do {
    customers = await findCustomersWithLevels(tx, supportLevelIds, BATCH, customers.at(-1) ?? '');
    await refreshStandings(tx, customers, now);
  } while (customers.length === BATCH);
}

/** Tells anew what time alone has changed. */
export async function sweepStandings(tx: Session, now: Date): Promise<void> {
  let customers: string[] = [];
  do {
    customers = await findStale(tx, now, BATCH, customers.at(-1) ?? '');
    await refreshStandings(tx, customers, now);
  } while (customers.length === BATCH);
}

async function restate(
  tx: Session,
  allowances: readonly string[],
  tickets: readonly string[],
): Promise<void> {
  const cases = await findCases(tx, allowances);
  const concerned = [...new Set([...tickets, ...cases.map(({ ticketId }) => ticketId)])];
  if (concerned.length === 0) return;
  const charges = cases.filter(({ charged }) => charged).map(({ charged: _, ...charge }) => charge);
  await restateCharges(tx, PLATFORM, concerned, charges);
}

async function refreshStandings(tx: Session, customerIds: readonly string[], now: Date): Promise<void> {
  if (customerIds.length === 0) return;
  const standings = await findStandings(tx, customerIds, now);
  await tellStandings(
    tx,
    [...standings.values()].map((standing) => ({ ...standing, refused: refusesCases(standing) })),
  );
}
