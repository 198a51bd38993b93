/** A table that is filled from events alone. */
export interface ProjectedTable {
  readonly table: string;
  /** Columns that say how rows came to be, not what was told: they may differ where the same was told. */
  readonly incidental?: readonly string[];
  /** SQL that picks the rows that time alone does not change; 'false' where none is such. */
  readonly settled?: string;
}

/** Tables that one piece of code fills. */
export interface ProjectionTables {
  readonly name: string;
  /** Grows whenever the code would give other rows from the same events: the tables are then built anew. */
  readonly version: number;
  readonly tables: readonly ProjectedTable[];
}

const plain = (...tables: string[]): ProjectedTable[] => tables.map((table) => ({ table }));
const CHANGED_BY = ['changed_xid'];

/** Everything that is kept from events, by the code that keeps it. */
export const PROJECTIONS: readonly ProjectionTables[] = [
  {
    name: 'accounts',
    version: 1,
    tables: [
      { table: 'service_account', incidental: CHANGED_BY },
      { table: 'agreement', incidental: CHANGED_BY },
      ...plain('customer', 'product', 'entitlement', 'subscription', 'customer_merge'),
    ],
  },
  { name: 'exchange rates', version: 1, tables: [{ table: 'exchange_rate', incidental: CHANGED_BY }] },
  {
    name: 'ledger',
    version: 1,
    tables: [
      ...plain('ledger_statement', 'ledger_customer'),
      // How often a merge of customers changed a piece depends on which of the two was told first.
      { table: 'ledger_impact', incidental: ['revision'] },
    ],
  },
  {
    name: 'service levels',
    version: 1,
    tables: [
      // Before the last month is over an impact that lasts is counted until an instant of its own.
      {
        table: 'service_level_month',
        incidental: ['computed_through'],
        settled: `month < to_char(now() - interval '33 days', 'YYYY-MM')`,
      },
      { table: 'service_level_schedule', settled: 'false' },
    ],
  },
  {
    name: 'estate',
    version: 1,
    tables: plain('asset', 'change', 'asset_incident', 'asset_impact', 'incident_suspects'),
  },
  { name: 'redundancy trials', version: 1, tables: plain('redundancy_trial', 'redundancy_trial_run') },
  {
    name: 'dimensions',
    version: 1,
    tables: plain('customer_version', 'partner', 'plan', 'support_level', 'pod', 'queue', 'team'),
  },
  {
    name: 'desk',
    version: 1,
    tables: plain('ticket', 'incident', 'sla_clock', 'sla_clock_statement', 'escalation'),
  },
  {
    name: 'revenue',
    version: 1,
    tables: plain('subscription_event', 'subscription_term', 'revenue_movement'),
  },
  { name: 'usage', version: 1, tables: plain('usage_day', 'usage_measurement') },
  { name: 'customer life', version: 1, tables: plain('deployment', 'opportunity') },
];

/** All projected tables, in order. */
export const PROJECTED_TABLES: readonly ProjectedTable[] = PROJECTIONS.flatMap(({ tables }) => tables);

/** The versions of the code, by projection. */
export function codeVersions(projections: readonly ProjectionTables[] = PROJECTIONS): Record<string, number> {
  return Object.fromEntries(projections.map(({ name, version }) => [name, version]));
}
