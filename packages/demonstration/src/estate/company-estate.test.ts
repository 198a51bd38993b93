import { demonstrationCompany } from '../company.js';
import type { FileName, Row } from '../files.js';
import { SHARED_DATABASE } from './company-estate.js';

const company = demonstrationCompany({ asOf: new Date('2026-03-18T10:30:00Z') });

function rows(file: FileName): Row[] {
  return company.get(file) ?? [];
}

/** The assets reached from `start` along dependencies towards the consumers. */
function reach(start: string): Set<string> {
  const consumers = new Map<string, string[]>();
  for (const { consumer = '', provider = '' } of rows('dependencies')) {
    consumers.set(provider, [...(consumers.get(provider) ?? []), consumer]);
  }
  const seen = new Set([start]);
  for (const asset of seen) for (const next of consumers.get(asset) ?? []) seen.add(next);
  return seen;
}

/** Active customer × product pairs that a placed asset among `assets` serves, as `customer|product`. */
function served(assets: Set<string>): Set<string> {
  const active = rows('subscriptions').filter(
    (row) => row.ended_on === undefined || row.ended_on > '2026-03-18',
  );
  const placements = rows('placements').filter((row) => assets.has(row.asset ?? ''));
  const result = new Set<string>();
  for (const subscription of active) {
    const product = `PRD-${subscription.plan?.split('-')[1]}`;
    const hit = placements.some(
      (row) =>
        (row.product ?? product) === product &&
        (row.pod ?? subscription.pod) === subscription.pod &&
        (row.customer ?? subscription.customer) === subscription.customer,
    );
    if (hit) result.add(`${subscription.customer}|${product}`);
  }
  return result;
}

function customersOf(pairs: Set<string>): number {
  return new Set([...pairs].map((pair) => pair.split('|')[0])).size;
}

describe('the estate', () => {
  it('has groups that agree on strength and quorum, of which the quorum can be met', () => {
    const groups = new Map<string, Row[]>();
    for (const row of rows('dependencies')) {
      expect(row.consumer).not.toBe(row.provider);
      if (row.group === undefined) continue;
      const key = `${row.consumer}|${row.group}`;
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    expect(groups.size).toBeGreaterThan(50);
    for (const members of groups.values()) {
      expect(new Set(members.map((row) => `${row.strength}|${row.min_up}`)).size).toBe(1);
      const minUp = members[0]?.min_up ?? '';
      const needed = minUp.endsWith('%')
        ? Math.ceil((members.length * parseInt(minUp, 10)) / 100)
        : Number(minUp);
      expect(needed).toBeGreaterThanOrEqual(1);
      expect(needed).toBeLessThanOrEqual(members.length);
    }
  });

  it('has groups by count and by percent, soft and hard dependencies, and a few cycles', () => {
    const quorums = new Set(rows('dependencies').map((row) => row.min_up));
    expect([...quorums].filter((minUp) => minUp?.endsWith('%')).length).toBeGreaterThan(0);
    expect(quorums).toContain('2');
    expect(new Set(rows('dependencies').map((row) => row.strength))).toEqual(new Set(['HARD', 'SOFT']));
    const inCycle = rows('dependencies').filter((row) => reach(row.consumer ?? '').has(row.provider ?? ''));
    expect(inCycle.length).toBeGreaterThanOrEqual(6);
    expect(inCycle.length).toBeLessThan(40);
  });

  it('serves every active customer and product, by services rather than replicas', () => {
    const placed = new Set(rows('placements').map((row) => row.asset ?? ''));
    const active = rows('subscriptions').filter(
      (row) => row.ended_on === undefined || row.ended_on > '2026-03-18',
    );
    const pairs = new Set(active.map((row) => `${row.customer}|PRD-${row.plan?.split('-')[1]}`));
    expect(served(new Set([...placed].filter((asset) => asset.endsWith('-web'))))).toEqual(pairs);
    const kinds = new Map(rows('assets').map((row) => [row.external_id, row.kind]));
    for (const asset of placed) expect(['service', 'gateway']).toContain(kinds.get(asset));
    const shapes = new Set(rows('placements').map((row) => Object.keys(row).sort().join()));
    expect([...shapes].sort()).toEqual(
      ['asset,pod', 'asset,pod,product', 'asset,product', 'asset,customer', 'asset,customer,product'].sort(),
    );
  });

  it('has outages of every size: ten customers, and most of Europe', () => {
    expect(customersOf(served(reach('sepa-connector-db')))).toBe(10);
    expect(customersOf(served(reach(SHARED_DATABASE)))).toBeGreaterThan(50);
    expect(rows('assets').find((row) => row.external_id === SHARED_DATABASE)?.name).toBe(
      'EU Orders Database',
    );
  });
});
