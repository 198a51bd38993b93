import { PlatformFailure, sleep, type PlatformClient } from '../../platform/platform.client.js';
import { ImportFailure } from '../import.errors.js';
import type { ImportReport, ImportRow, Sink } from './sink.js';

const LOOKUPS_PER_REQUEST = 15;
const POLL_MS = 300;
const STALLED_AFTER_MS = 120_000;
const MOST_FAULTY_ROWS = 20;

/** The root field that finds a record of a noun by external id. */
const LOOKUP_FIELDS: Readonly<Record<string, string>> = {
  partners: 'partner',
  calendars: 'calendar',
  people: 'person',
  support_levels: 'supportLevel',
  agreements: 'agreement',
  products: 'product',
  plans: 'plan',
  price_lists: 'priceList',
  pods: 'pod',
  customers: 'customer',
  contacts: 'contact',
  subscriptions: 'subscription',
  assets: 'asset',
  changes: 'change',
  incidents: 'ticket',
  tickets: 'ticket',
  teams: 'team',
  queues: 'queue',
  skills: 'skill',
  agents: 'agent',
};

/** The sink that is a running platform, spoken to over HTTP. */
export class HttpSink implements Sink {
  private faultyRows = 0;

  /** @param now milliseconds; decides when a platform that takes in nothing more is given up */
  constructor(
    private readonly client: PlatformClient,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * As the port says. Where the platform fails on a batch without naming a row, the batch is halved until
   * the row is found, which is rejected alone; after 20 such rows the import stops.
   */
  async send(mutation: string, source: string, rows: readonly ImportRow[]): Promise<ImportReport> {
    const query = `mutation Import($input: ImportInput!) {
      report: ${mutation}(input: $input) {
        read created updated unchanged rejected
        rejects { line column reason }
      }
    }`;
    try {
      const { data } = await this.client.request<{ report: ImportReport }>(query, {
        input: { source, rows },
      });
      return data.report;
    } catch (error) {
      if (!(error instanceof PlatformFailure) || error.code !== 'INTERNAL_SERVER_ERROR') throw error;
      const [row] = rows;
      if (row === undefined || this.faultyRows >= MOST_FAULTY_ROWS) throw error;
      if (rows.length > 1) {
        const middle = Math.ceil(rows.length / 2);
        return sum(
          await this.send(mutation, source, rows.slice(0, middle)),
          await this.send(mutation, source, rows.slice(middle)),
        );
      }
      this.faultyRows += 1;
      const reject = { line: Number(row['_line']), column: null, reason: error.message };
      return { read: 1, created: 0, updated: 0, unchanged: 0, rejected: 1, rejects: [reject] };
    }
  }

  async known(noun: string, source: string, externalIds: readonly string[]): Promise<Set<string>> {
    const field = LOOKUP_FIELDS[noun];
    if (field === undefined) throw new ImportFailure(`${noun} cannot be looked up by external id`);
    const found = new Set<string>();
    for (let start = 0; start < externalIds.length; start += LOOKUPS_PER_REQUEST) {
      const chunk = externalIds.slice(start, start + LOOKUPS_PER_REQUEST);
      const parameters = chunk.map((_, index) => `$e${index}: String!`).join(', ');
      const fields = chunk.map(
        (_, index) => `r${index}: ${field}ByExternalId(source: $source, externalId: $e${index}) { id }`,
      );
      const variables = Object.fromEntries(chunk.map((externalId, index) => [`e${index}`, externalId]));
      // A name that is asked for beside the records keeps an answer without any from looking like a failure.
      const query = `query Known($source: String!, ${parameters}) { __typename ${fields.join(' ')} }`;
      const { data, errors } = await this.client.request<Record<string, { id: string } | null>>(query, {
        source,
        ...variables,
      });
      if (errors.length > 0) throw new PlatformFailure(`the platform answers: ${errors[0]}`);
      for (const [index, externalId] of chunk.entries()) {
        if (data[`r${index}`] !== null && data[`r${index}`] !== undefined) found.add(externalId);
      }
    }
    return found;
  }

  async settled(): Promise<void> {
    let least = Number.POSITIVE_INFINITY;
    let movedAt = this.now();
    for (;;) {
      const { lagging } = await this.client.readiness();
      if (lagging === undefined)
        throw new PlatformFailure('the platform does not tell how far its services are');
      if (lagging === 0) return;
      if (lagging < least) {
        least = lagging;
        movedAt = this.now();
      } else if (this.now() - movedAt > STALLED_AFTER_MS) {
        throw new PlatformFailure(`${lagging} events wait to be taken in, and their number does not fall`);
      }
      await sleep(POLL_MS);
    }
  }
}

function sum(first: ImportReport, second: ImportReport): ImportReport {
  return {
    read: first.read + second.read,
    created: first.created + second.created,
    updated: first.updated + second.updated,
    unchanged: first.unchanged + second.unchanged,
    rejected: first.rejected + second.rejected,
    rejects: [...first.rejects, ...second.rejects],
  };
}
