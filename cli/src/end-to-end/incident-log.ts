import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { ServedPlatform } from './served.js';

/** An imported incident, as the graph tells of it. */
export interface ListedIncident {
  id: string;
  kind: string;
  priority: string;
  openedAt: string;
  resolvedAt: string | null;
  reopenedCount: number;
  reassignedCount: number;
  externalVerdict: string | null;
  queue: { name: string } | null;
  clocks: { target: string; cycle: number; status: string; elapsedSeconds: number }[];
  events: {
    totalCount: number;
    nodes: { type: string; from: string | null; to: string | null; text: string | null }[];
  };
}

/** Every ticket of a customer, with its events and clocks. */
export async function readIncidents(platform: ServedPlatform, customerId: string): Promise<ListedIncident[]> {
  const incidents: ListedIncident[] = [];
  for (let after: string | null = null, more = true; more;) {
    const page: {
      tickets: {
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
        nodes: ListedIncident[];
      };
    } = await platform.data(
      'admin',
      `query T($after: String, $customerId: ID!) { tickets(first: 50, after: $after, filter: { customerId: $customerId }) {
         pageInfo { hasNextPage endCursor }
         nodes { id kind priority openedAt resolvedAt reopenedCount reassignedCount externalVerdict queue { name }
           clocks { target cycle status elapsedSeconds } events(first: 80) { totalCount nodes { type from to text } } }
       } }`,
      { after, customerId },
    );
    incidents.push(...page.tickets.nodes);
    more = page.tickets.pageInfo.hasNextPage;
    after = page.tickets.pageInfo.endCursor;
  }
  return incidents;
}

/**
 * Writes native files of a customer that is promised a resolution within 4, 8, 72 and 120 hours of P1 to P4, around the
 * clock; returns their folder.
 */
export function writePromises(folder: string, customer: string): string {
  const files = join(folder, customer);
  mkdirSync(files);
  const write = (name: string, ...lines: string[]) =>
    writeFileSync(join(files, name), `${lines.join('\n')}\n`);
  write('calendars.csv', 'external_id,time_zone,hours', 'always,UTC,24x7');
  write(
    'agreements.csv',
    'external_id,name,valid_from,uptime_target,calendar,targets',
    `hours,Hours of ${customer},2016-01-01,99,always,P1:resolution=PT4H;P2:resolution=PT8H;P3:resolution=PT72H;P4:resolution=PT120H`,
  );
  write('products.csv', 'external_id,name', `product,Product of ${customer}`);
  write('customers.csv', 'external_id,name', `${customer},${customer}`);
  write('entitlements.csv', 'customer,product,agreement,valid_from', `${customer},product,hours,2016-01-01`);
  return files;
}

/** Writes a mapping that makes the same tickets as a shipped one and leaves out their log; returns its path. */
export function writeMappingWithoutLog(folder: string, shipped: string): string {
  const source = readFileSync(join(__dirname, '..', '..', 'mappings', `${shipped}.yaml`), 'utf8');
  const mapping = parse(source) as {
    mapping: string;
    records: { noun: string; columns: Record<string, unknown> }[];
  };
  mapping.mapping = 'tickets-alone';
  mapping.records = mapping.records.filter(({ noun }) => noun === 'tickets');
  for (const { columns } of mapping.records) delete columns['contact'];
  const path = join(folder, 'tickets-alone.yaml');
  writeFileSync(path, stringify(mapping));
  return path;
}

/** How many of the incidents that were resolved met their resolution target, by priority; each has one clock. */
export function metByPriority(incidents: readonly ListedIncident[]): Record<string, number> {
  const met: Record<string, number> = {};
  for (const { priority, resolvedAt, clocks } of incidents) {
    if (resolvedAt === null) continue;
    expect(clocks).toMatchObject([{ target: 'RESOLUTION', cycle: 1 }]);
    met[priority] = (met[priority] ?? 0) + (clocks[0]?.status === 'MET' ? 1 : 0);
  }
  return met;
}
