import type { BusEvent, Session } from '@plimsoll/shared';

/** A column of a copy with its PostgreSQL type. */
export type CopyColumns = Readonly<Record<string, string>>;

/** A row to be kept: its id, the version it states, and a value for each column. */
export interface CopyRow {
  readonly id: string;
  readonly version: number;
  readonly [column: string]: unknown;
}

/** This service's copies of the records of one noun of another service: the newest version told of each. */
export class Copies {
  readonly #sql: string;

  /**
   * @param table has `id`, `version` and the columns
   * @param columns by name, with their types
   * @param options.earliest columns of instants that keep the earliest value of whatever events there were
   * @param options.traced whether the table says in `changed_xid` which transaction changed a row last
   */
  constructor(
    table: string,
    columns: CopyColumns,
    { earliest = [], traced = false }: { earliest?: readonly string[]; traced?: boolean } = {},
  ) {
    const all: CopyColumns = { id: 'text', version: 'integer', ...columns };
    const names = Object.keys(all);
    const isNewer = 'kept.version < excluded.version';
    const newest = (name: string) =>
      earliest.length === 0
        ? `excluded.${name}`
        : `case when ${isNewer} then excluded.${name} else kept.${name} end`;
    const assigned = names
      .filter((name) => name !== 'id')
      .map((name) =>
        earliest.includes(name)
          ? `${name} = least(kept.${name}, excluded.${name})`
          : `${name} = ${newest(name)}`,
      );
    if (traced) assigned.push('changed_xid = pg_current_xact_id()');
    const isNews = [isNewer, ...earliest.map((name) => `excluded.${name} < kept.${name}`)].join(' or ');
    this.#sql = `
      insert into ${table} as kept (${names.join(', ')})
      select ${names.join(', ')}
        from json_to_recordset($1::json) as given(${names.map((name) => `${name} ${all[name]}`).join(', ')})
      on conflict (id) do update set ${assigned.join(', ')}
       where ${isNews}`;
  }

  /** Keeps the rows, one an id; a version that is not newer than the one kept changes nothing. One statement. */
  async keep(tx: Session, rows: readonly CopyRow[]): Promise<void> {
    if (rows.length > 0) await tx.query(this.#sql, [recordsText(rows)]);
  }
}

/**
 * Rows as the text that `json_to_recordset` reads. What is null is left out, which says the same: PostgreSQL takes three
 * times as long for these rows as `jsonb`, and with every null spelt out.
 */
export function recordsText(rows: readonly object[]): string {
  return JSON.stringify(
    rows.map((row) => {
      const told: Record<string, unknown> = {};
      for (const [name, value] of Object.entries(row)) if (value !== null) told[name] = value;
      return told;
    }),
  );
}

/** Of each aggregate the event with the highest version, in order of their first appearance. */
export function newestOf(events: readonly BusEvent[]): BusEvent[] {
  const newest = new Map<string, BusEvent>();
  for (const event of events) {
    const known = newest.get(event.subject);
    if (known === undefined || known.version < event.version) newest.set(event.subject, event);
  }
  return [...newest.values()];
}
