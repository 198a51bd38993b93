import type { Database } from '@plimsoll/shared';
import type { TestPlatform } from '../testing/test-platform.js';
import { CATALOGUE_WORD, OWNER_WORDS, STAFF_WORD, type OwnerWord } from './company/company.fixture.js';

/** A record of any service. */
export interface OwnedRecord {
  id: string;
  /** Name of its type in the graph. */
  type: string;
  externalId: string | null;
  owner: OwnerWord;
}

/** The type in the graph that an identifier's prefix stands for. */
export const TYPE_OF_PREFIX: Readonly<Record<string, string>> = {
  act: 'ReviewAction',
  agt: 'Agent',
  ast: 'Asset',
  bil: 'BiLogin',
  bmt: 'BoardMeeting',
  cab: 'AdvisoryBoard',
  cal: 'BusinessCalendar',
  car: 'ChangeApprovalRule',
  chc: 'ChargeableCase',
  chg: 'Change',
  con: 'Contact',
  cst: 'Cost',
  ctp: 'ChangeTemplate',
  cus: 'Customer',
  cvp: 'ConversationPolicy',
  dep: 'Dependency',
  dev: 'DeployerEvent',
  dlg: 'BoardDelegation',
  dpl: 'Deployment',
  dpt: 'DeploymentTemplate',
  drl: 'DeployerRule',
  ent: 'Entitlement',
  env: 'Environment',
  esc: 'Escalation',
  esf: 'EscalationForm',
  esp: 'EscalationPolicy',
  esr: 'EscalationRun',
  frz: 'Freeze',
  key: 'ApiKey',
  knd: 'AssetKind',
  lnk: 'TicketLink',
  lvl: 'SupportLevel',
  mpl: 'MaintenancePlan',
  msg: 'ReceivedMessage',
  mwd: 'MaintenanceWindow',
  opp: 'Opportunity',
  ord: 'Order',
  ocg: 'OnCallGap',
  ovr: 'OnCallOverride',
  par: 'Partner',
  per: 'Person',
  pir: 'ChangeReview',
  plc: 'Placement',
  pln: 'Plan',
  pmo: 'Postmortem',
  pod: 'Pod',
  prd: 'Product',
  prl: 'PriceList',
  prv: 'ProvisioningRequest',
  psc: 'PriorityScheme',
  que: 'Queue',
  rdl: 'ReportDelivery',
  rec: 'Reconciliation',
  rel: 'Release',
  rev: 'CustomerReview',
  rol: 'Rollout',
  rot: 'OnCallRotation',
  rps: 'ReportSchedule',
  rrm: 'RenewalReminder',
  rrn: 'ReportRun',
  rrs: 'RoutingRuleSet',
  rtp: 'ReplyTemplate',
  scr: 'ServiceCreditRecord',
  skl: 'Skill',
  sla: 'ServiceLevelAgreement',
  slt: 'AgreementTemplate',
  sop: 'StandardProcedure',
  sub: 'CustomerSubscription',
  tem: 'Team',
  tev: 'TicketEvent',
  tkt: 'Ticket',
  tnt: 'Tenant',
  tpc: 'ThirdPartyCase',
  trp: 'TrialExtensionPolicy',
  usg: 'Usage',
  viw: 'SavedView',
};

/** Nouns of which all records are for the same readers. */
const OWNER_OF_ALL: Readonly<Record<string, OwnerWord>> = {
  act: STAFF_WORD,
  agt: STAFF_WORD,
  bmt: STAFF_WORD,
  bil: STAFF_WORD,
  cab: STAFF_WORD,
  car: STAFF_WORD,
  cst: STAFF_WORD,
  ctp: STAFF_WORD,
  dev: STAFF_WORD,
  dlg: STAFF_WORD,
  dpt: STAFF_WORD,
  drl: STAFF_WORD,
  env: STAFF_WORD,
  cvp: STAFF_WORD,
  esf: STAFF_WORD,
  esp: STAFF_WORD,
  esr: STAFF_WORD,
  ocg: STAFF_WORD,
  ovr: STAFF_WORD,
  rot: STAFF_WORD,
  mpl: STAFF_WORD,
  msg: STAFF_WORD,
  pir: STAFF_WORD,
  pmo: STAFF_WORD,
  psc: STAFF_WORD,
  que: STAFF_WORD,
  rdl: STAFF_WORD,
  rec: STAFF_WORD,
  rel: STAFF_WORD,
  rol: STAFF_WORD,
  rps: STAFF_WORD,
  rrn: STAFF_WORD,
  rrs: STAFF_WORD,
  rtp: STAFF_WORD,
  skl: STAFF_WORD,
  sop: STAFF_WORD,
  tpc: STAFF_WORD,
  trp: CATALOGUE_WORD,
  viw: STAFF_WORD,
};

/** One that other systems know too, where there is one. */
export function firstOf(records: readonly OwnedRecord[]): OwnedRecord | undefined {
  return records.find(({ externalId }) => externalId !== null) ?? records[0];
}

type StoredRow = Record<string, unknown>;
type Connection = Awaited<ReturnType<Database['connect']>>;

/** All that the four databases hold, read past every policy. */
export class Records {
  readonly #connections = new Map<string, Connection>();
  readonly #byId = new Map<string, OwnedRecord>();

  constructor(private readonly platform: TestPlatform) {}

  /** Lets go of the databases. */
  async close(): Promise<void> {
    for (const connection of this.#connections.values()) await connection.end();
    this.#connections.clear();
  }

  /** Reads whose records there are. Throws for one whose owner nothing tells. */
  async refresh(): Promise<void> {
    this.#byId.clear();
    const rows: StoredRow[] = [];
    const contents = await this.#each((connection) =>
      readTables<StoredRow[] | null>(connection, (name) => `json_agg(t) from "${name}" t`),
    );
    for (const [, tables] of contents) {
      for (const [table, content] of tables)
        if (!MECHANISM.has(table) && !AUDIT.has(table)) rows.push(...(content ?? []));
    }
    const identified = rows.filter(
      (row) => IDENTIFIER.test(String(row['id'])) && TYPE_OF_PREFIX[prefixOf(row['id'])] !== undefined,
    );
    // What is known by its external id first; then what hangs on that, once per level.
    for (let level = 0; level < 4; level += 1) for (const row of identified) this.#own(row);
    const unowned = identified.filter((row) => !this.#byId.has(String(row['id'])));
    if (unowned.length > 0) throw new Error(`Nobody owns ${JSON.stringify(unowned.slice(0, 3))}`);
  }

  /** The record behind an id; undefined for none. */
  find(id: string): OwnedRecord | undefined {
    return this.#byId.get(id);
  }

  /** The records of a type, or those of one owner. */
  of(type: string, owner?: OwnerWord): OwnedRecord[] {
    return [...this.#byId.values()].filter(
      (record) => record.type === type && (owner === undefined || record.owner === owner),
    );
  }

  /**
   * A digest of every table with all its rows, by database and table; without the record of refused attempts, without
   * what changes by itself, and without when a key was last used.
   */
  async fingerprint(): Promise<Record<string, string>> {
    const digests = await this.#each((connection) =>
      readTables<string>(connection, (name) => {
        const row = name === KEYS ? `(to_jsonb(t) - 'last_used_at')::text` : 't::text';
        return `md5(string_agg(${row}, ' ' order by ${row})) from "${name}" t`;
      }),
    );
    return Object.fromEntries(
      digests.flatMap(([service, tables]) =>
        tables
          .filter(([table]) => !AUDIT.has(table) && !UNASKED.has(table))
          .map(([table, digest]) => [`${service}.${table}`, digest] as const),
      ),
    );
  }

  #own(row: StoredRow): void {
    const id = String(row['id']);
    if (this.#byId.has(id)) return;
    const owner = this.#ownerOf(row);
    if (!owner) return;
    const externalId = typeof row['external_id'] === 'string' ? row['external_id'] : null;
    this.#byId.set(id, { id, type: TYPE_OF_PREFIX[prefixOf(id)] ?? '', externalId, owner });
  }

  #ownerOf(row: StoredRow): OwnerWord | undefined {
    const whole = OWNER_OF_ALL[prefixOf(row['id'])];
    if (whole) return whole;
    if (row['is_public'] === false) return STAFF_WORD;
    // A credit is its customer's business once it is issued.
    if (prefixOf(row['id']) === 'scr' && row['status'] !== 'ISSUED') return STAFF_WORD;
    const named = ownerNamed(row['external_id']) ?? ownerNamed(row['name']);
    if (named) return named;
    const customer = row['customer_id'];
    if (typeof customer === 'string') return this.#byId.get(customer)?.owner;
    const owners = ['ticket_id', 'consumer_id', 'asset_id']
      .map((column) => this.#byId.get(String(row[column]))?.owner)
      .filter((owner) => owner !== undefined);
    // Tickets of no customer are told apart by what they are about.
    return owners[0] ?? ownerNamed(row['subject']);
  }

  async #each<T>(read: (connection: Connection) => Promise<T>): Promise<[service: string, answer: T][]> {
    return Promise.all(
      [...this.platform.subgraphs].map(async ([service, { database }]): Promise<[string, T]> => {
        let connection = this.#connections.get(service);
        if (!connection) {
          connection = await database.connect('tenancy');
          this.#connections.set(service, connection);
        }
        return [service, await read(connection)];
      }),
    );
  }
}

/** What has more after it is the identifier of a part of that record. */
const IDENTIFIER = /^[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}$/;

/** Cursors move by themselves, and an outbox ends when its events are on the bus. */
const MECHANISM = new Set(['outbox', 'inbox_cursor', 'parked_event', 'idempotency_record', 'history']);

/** The one trace that a refused attempt leaves, and the seals over it. */
const AUDIT = new Set(['denied_attempt', 'audit_seal']);

/**
 * What changes without anybody asking: how far a service has heard, what imports settle, and what jobs work out again and
 * again from what is on record.
 */
const UNASKED = new Set([
  'customer_health_day',
  'inbox_cursor',
  'incident_suspects',
  'month_figure',
  'redundancy_saving',
  'redundancy_saving_down',
  'redundancy_saving_failure',
  'redundancy_saving_month',
  'redundancy_trial',
  'redundancy_trial_run',
  'service_level_month',
  'service_level_schedule',
  'stale_month',
  'suspect_request',
  'ticket_arrival',
  'told_suspects',
]);

/** Keys, which keep when they were last used, a moment after they are. */
const KEYS = 'api_key_secret';

/** What `expression` (the rest of a select) answers for each table. */
async function readTables<T>(
  connection: Connection,
  expression: (table: string) => string,
): Promise<[table: string, answer: T][]> {
  const { rows: tables } = await connection.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  );
  const parts = tables.map(({ name }) => `select '${name}' as name, (select ${expression(name)}) as answer`);
  const { rows } = await connection.query<{ name: string; answer: T }>(parts.join(' union all '));
  return rows.map(({ name, answer }) => [name, answer]);
}

function prefixOf(id: unknown): string {
  return typeof id === 'string' ? id.slice(0, 3) : '';
}

function ownerNamed(value: unknown): OwnerWord | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.toLowerCase();
  return OWNER_WORDS.find((word) => text.startsWith(word));
}
