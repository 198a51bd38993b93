import type { ImportReport, ImportRow, Sink } from '../../import/index.js';
import { PlatformFailure, type PlatformClient } from '../../platform/platform.client.js';

/** What a feed can be complete for, by the mutation that imports it. */
const NOUNS: Readonly<Record<string, string>> = {
  importAssets: 'ASSET',
  importDependencies: 'DEPENDENCY',
  importPlacements: 'PLACEMENT',
};

/** The word for what an import mutation takes, where a reconciliation compares it; else null. */
export function nounOf(mutation: string): string | null {
  return NOUNS[mutation] ?? null;
}

/** Which feed is compared with which part of the record. */
export interface FeedQuestion {
  source: string;
  nouns: readonly string[];
  kinds: readonly string[];
  location: string | null;
  tag: string | null;
  /** Unique to this call; the same again means the same reconciliation. */
  idempotencyKey: string;
}

/** How many differences of one noun and kind a plan has. */
export interface DifferenceCount {
  noun: string;
  kind: string;
  count: number;
}

/** One difference of a plan. */
export interface Difference {
  noun: string;
  kind: string;
  name: string;
  fields: { name: string; before: unknown; after: unknown }[];
}

/** A plan as it is shown. */
export interface Plan {
  id: string;
  counts: DifferenceCount[];
  problemCount: number;
  problems: { noun: string; line: number; reason: string }[];
}

interface Stored {
  id: string;
  version: number;
  change: { id: string; title: string } | null;
}

interface Payload {
  payload: {
    reconciliation: Stored | null;
    userErrors: { code: string; message: string }[];
  };
}

const PAGE = 100;

/** A reconciliation at a running platform, from its start to its application. */
export class ReconciliationClient implements Sink {
  private version = 0;
  private id = '';
  private madeCount = 0;

  /** @param records takes what is not compared but has to be there: people that assets name as owners */
  constructor(
    private readonly client: PlatformClient,
    private readonly records: Sink,
  ) {}

  async start({ kinds, location, tag, ...input }: FeedQuestion): Promise<void> {
    const scope = { kinds, location, tag };
    await this.step('startReconciliation', 'StartReconciliationInput', { ...input, scope });
  }

  /** How many records were made that the feed names and nobody compares. */
  get made(): number {
    return this.madeCount;
  }

  async send(mutation: string, source: string, rows: readonly ImportRow[]): Promise<ImportReport> {
    const noun = nounOf(mutation);
    if (noun === null) {
      const report = await this.records.send(mutation, source, rows);
      this.madeCount += report.created;
      return report;
    }
    const { data } = await this.client.request<{ report: ImportReport }>(
      `mutation AddRows($input: ReconciliationRowsInput!) {
         report: addReconciliationRows(input: $input) {
           read created updated unchanged rejected rejects { line column reason }
         } }`,
      { input: { id: this.id, noun, rows } },
    );
    return data.report;
  }

  known(noun: string, source: string, externalIds: readonly string[]): Promise<Set<string>> {
    return this.records.known(noun, source, externalIds);
  }

  settled(): Promise<void> {
    return this.records.settled();
  }

  /** Compares the feed with the record. */
  async plan(): Promise<Plan> {
    await this.step('planReconciliation', 'ReconciliationStepInput', this.current());
    const { data } = await this.client.request<{ plan: Plan }>(
      `query Plan($id: ID!) { plan: reconciliation(id: $id) {
         id problemCount problems { noun line reason } counts { noun kind count } } }`,
      { id: this.id },
    );
    return data.plan;
  }

  /** The first differences of the plan, at most `most`. */
  async differences(most: number): Promise<Difference[]> {
    const found: Difference[] = [];
    let after: string | null = null;
    for (let more = true; more && found.length < most;) {
      const page: DifferencePage = await this.differencePage(Math.min(PAGE, most - found.length), after);
      found.push(...page.nodes);
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    return found;
  }

  private async differencePage(first: number, after: string | null): Promise<DifferencePage> {
    const { data } = await this.client.request<{ plan: { differences: DifferencePage } }>(
      `query Differences($id: ID!, $first: Int!, $after: String) { plan: reconciliation(id: $id) {
         differences(first: $first, after: $after) {
           pageInfo { hasNextPage endCursor } nodes { noun kind name fields { name before after } } } } }`,
      { id: this.id, first, after },
    );
    return data.plan.differences;
  }

  /** Takes what is gone out of the selection. */
  async keepGone(): Promise<void> {
    await this.step('selectDifferences', 'SelectDifferencesInput', {
      ...this.current(),
      selected: false,
      filter: { kind: 'GONE' },
    });
  }

  /** Puts what is selected on record; answers the change it is part of. */
  async apply(changeId: string | null, title: string | null): Promise<{ id: string; title: string }> {
    const input = { ...this.current(), changeId, title };
    const applied = await this.step('applyReconciliation', 'ApplyReconciliationInput', input);
    if (!applied.change) throw new PlatformFailure('the platform answers: no change was recorded');
    return applied.change;
  }

  private current() {
    return { id: this.id, expectedVersion: this.version };
  }

  private async step(mutation: string, type: string, input: object): Promise<Stored> {
    const { data } = await this.client.request<Payload>(
      `mutation Step($input: ${type}!) { payload: ${mutation}(input: $input) {
         reconciliation { id version change { id title } } userErrors { code message } } }`,
      { input },
    );
    const { reconciliation, userErrors } = data.payload;
    const [refusal] = userErrors;
    const stored = reconciliation ?? (refusal?.code === 'CONFLICT' ? await this.ownStep() : null);
    if (!stored) {
      throw new PlatformFailure(
        `the platform answers: ${refusal?.message ?? 'nothing'}`,
        refusal?.code ?? null,
      );
    }
    this.id = stored.id;
    this.version = stored.version;
    return stored;
  }

  /** The reconciliation after a step whose answer was lost on the way, so that it was sent again; else null. */
  private async ownStep(): Promise<Stored | null> {
    const { data } = await this.client.request<{ one: Stored }>(
      'query One($id: ID!) { one: reconciliation(id: $id) { id version change { id title } } }',
      { id: this.id },
    );
    return data.one.version === this.version + 1 ? data.one : null;
  }
}

interface DifferencePage {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: Difference[];
}
