import type { EntityTarget } from 'typeorm';
import type { Session } from '../database/index.js';
import { conflict, notFound } from '../errors/index.js';
import { emit, type DomainEvent } from '../events/index.js';
import { changedFields, recordHistory, type Author, type ChangedField } from '../history/index.js';
import { columnsOf, type RecordColumn } from './record-columns.js';

/** What every kept record has. */
export interface KeptRecord {
  id: string;
  /** Starts at 1 and grows by one with each change. */
  version: number;
  externalId: string | null;
  source: string | null;
}

/** What the records of a noun are to the rest of the platform. */
export interface RecordsDefinition<R extends KeptRecord> {
  entity: EntityTarget<R>;
  /** As in a message: `customer`, `support level`. */
  noun: string;
  /** As in an event type: `customer`, `support_level`. */
  eventNoun: string;
  /** What others may know of a record; no personal data. */
  eventData: (record: R) => Record<string, unknown>;
  /** Properties that are left out of the history because they are kept elsewhere or are personal. */
  untracked?: (keyof R)[];
  /** What an event type calls the beginning and each change of a record; `created` and `updated` by default. */
  verbs?: { created: string; updated: string };
}

/** What was learned of a record's past: what happened when, and what it is in the end. */
export interface Recount<R> {
  before: R | null;
  after: R;
  entries: readonly { at: Date; fields: readonly ChangedField[] }[];
}

/** What an id of the platform looks like; only such names are looked for among them. */
const PLATFORM_ID = /^[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}$/;

/** Records of one noun, with optimistic locking, history and events, each change in the caller's transaction. */
export class Records<R extends KeptRecord> {
  readonly noun: string;
  readonly #definition: RecordsDefinition<R>;

  constructor(definition: RecordsDefinition<R>) {
    this.#definition = definition;
    this.noun = definition.noun;
  }

  /** The records with these ids that the session's scope sees; one statement. */
  async findByIds(session: Session, ids: readonly string[]): Promise<Map<string, R>> {
    if (ids.length === 0) return new Map();
    const { table, selectList } = await this.#columns(session);
    const rows = await session.query<R>(`select ${selectList} from ${table} r where r.id = any($1::text[])`, [
      ids,
    ]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** One slot an id, in order; null where the scope sees none. For loaders. */
  async findInOrder(session: Session, ids: readonly string[]): Promise<(R | null)[]> {
    const found = await this.findByIds(session, ids);
    return ids.map((id) => found.get(id) ?? null);
  }

  /**
   * The record with this id.
   *
   * @param path the input field that names it
   * @throws DomainError `NOT_FOUND` where the session's scope sees none
   */
  async require(session: Session, id: string, path: readonly string[]): Promise<R> {
    const found = (await this.findByIds(session, [id])).get(id);
    if (!found) throw notFound(this.noun, id, path);
    return found;
  }

  /** The records of a source with these external ids, by external id; one statement. */
  async findByExternalIds(
    session: Session,
    source: string,
    externalIds: readonly string[],
  ): Promise<Map<string, R>> {
    if (externalIds.length === 0) return new Map();
    const { table, selectList } = await this.#columns(session);
    const rows = await session.query<R>(
      `select ${selectList} from ${table} r where r.source = $1 and r.external_id = any($2::text[])`,
      [source, externalIds],
    );
    return new Map(rows.map((row) => [row.externalId ?? '', row]));
  }

  /**
   * The records that a file of `source` names by external id, by what it names them: the record with that
   * external id, else the one with that platform id; one statement, and another where platform ids are named.
   */
  async findImported(session: Session, source: string, names: readonly string[]): Promise<Map<string, R>> {
    const found = await this.findByExternalIds(session, source, names);
    const ids = names.filter((name) => !found.has(name) && PLATFORM_ID.test(name));
    for (const [id, record] of await this.findByIds(session, ids)) found.set(id, record);
    return found;
  }

  /** Stores new records with their first history entry and `created` event; four statements however many. */
  async create(tx: Session, author: Author, records: R[]): Promise<void> {
    if (records.length === 0) return;
    const { table, columns, recordset } = await this.#columns(tx);
    const names = columns.map((column) => column.name).join(', ');
    await tx.query(`insert into ${table} (${names}) select ${names} from ${recordset('$1')}`, [
      JSON.stringify(records.map((record) => toRow(record, columns))),
    ]);
    await this.#record(
      tx,
      author,
      records.map((record) => [null, record]),
    );
    await emit(
      tx,
      records.map((record) => this.event(record, this.#definition.verbs?.created ?? 'created')),
    );
  }

  /**
   * Changes one record.
   *
   * @param change returns the new values of the properties that change; may throw a DomainError
   * @throws DomainError `NOT_FOUND`, or `CONFLICT` when `expectedVersion` is stale
   */
  async update(
    tx: Session,
    author: Author,
    id: string,
    expectedVersion: number,
    change: (current: R) => Partial<R> | Promise<Partial<R>>,
  ): Promise<R> {
    const { table, selectList } = await this.#columns(tx);
    const [current] = await tx.query<R>(`select ${selectList} from ${table} r where r.id = $1 for update`, [
      id,
    ]);
    if (!current) throw notFound(this.noun, id);
    if (current.version !== expectedVersion) throw conflict(this.noun, current.version);
    const next: R = { ...current, ...withoutUndefined(await change(current)) };
    if (changedFields(current, next).length === 0) return current;
    const [stored] = await this.updateAll(tx, author, [[current, next]]);
    if (!stored) throw conflict(this.noun, current.version + 1);
    return stored;
  }

  /** Stores changed records, each guarded by the version it was read at; returns those stored. */
  async updateAll(tx: Session, author: Author, changes: [before: R, after: R][]): Promise<R[]> {
    if (changes.length === 0) return [];
    const { table, columns, recordset } = await this.#columns(tx);
    const assigned = columns.filter((column) => !['id', 'version'].includes(column.name));
    const rows = changes.map(([before, after]) => toRow({ ...after, version: before.version }, columns));
    const stored = await tx.query<{ id: string }>(
      `update ${table} r set ${assigned.map((column) => `${column.name} = given.${column.name}`).join(', ')}, version = r.version + 1
       from ${recordset('$1', 'given')} where r.id = given.id and r.version = given.version returning r.id`,
      [JSON.stringify(rows)],
    );
    const ids = new Set(stored.map((row) => row.id));
    const done = changes.filter(([before]) => ids.has(before.id));
    const after = done.map(([before, next]) => ({ ...next, version: before.version + 1 }));
    await this.#record(
      tx,
      author,
      done.map(([before], index) => [before, after[index] as R]),
    );
    await emit(
      tx,
      after.map((record) => this.event(record, this.#definition.verbs?.updated ?? 'updated')),
    );
    return after;
  }

  /**
   * Stores what was learned of the past: each record as it is by all that is known now, and what happened to it when,
   * in entries of its history that have the next versions. The caller holds the records. Five statements however many.
   *
   * @param accounts `before` null: the record is new; `after.version` is set here
   */
  async recount(tx: Session, author: Author, accounts: readonly Recount<R>[]): Promise<R[]> {
    const told = accounts.filter(({ entries }) => entries.length > 0);
    if (told.length === 0) return [];
    const { table, columns, recordset } = await this.#columns(tx);
    const names = columns.map((column) => column.name);
    const assigned = names.filter((name) => name !== 'id');
    const stored = told.map(({ before, after, entries }): R => ({
      ...after,
      version: (before?.version ?? 0) + entries.length,
    }));
    await tx.query(
      `insert into ${table} (${names.join(', ')}) select ${names.join(', ')} from ${recordset('$1')}
       on conflict (id) do update set ${assigned.map((name) => `${name} = excluded.${name}`).join(', ')}`,
      [JSON.stringify(stored.map((record) => toRow(record, columns)))],
    );
    await recordHistory(
      tx,
      told.flatMap(({ before, entries }, index) =>
        entries.map(({ at, fields }, step) => ({
          recordType: this.#definition.eventNoun,
          recordId: stored[index]!.id,
          version: (before?.version ?? 0) + step + 1,
          at,
          author,
          fields,
        })),
      ),
    );
    const { created = 'created', updated = 'updated' } = this.#definition.verbs ?? {};
    await emit(
      tx,
      stored.map((record, index) => this.event(record, told[index]!.before ? updated : created)),
    );
    return stored;
  }

  /** The event that tells others of a record as it is. */
  event(record: R, verb: string): DomainEvent {
    return {
      type: `plimsoll.${this.#definition.eventNoun}.${verb}.v1`,
      subject: record.id,
      version: record.version,
      data: {
        id: record.id,
        externalId: record.externalId,
        source: record.source,
        ...this.#definition.eventData(record),
      },
    };
  }

  async #record(tx: Session, author: Author, changes: [R | null, R][]): Promise<void> {
    const untracked = new Set<string>([...((this.#definition.untracked ?? []) as string[]), 'version']);
    await recordHistory(
      tx,
      changes.map(([before, after]) => ({
        recordType: this.#definition.eventNoun,
        recordId: after.id,
        version: after.version,
        author,
        fields: changedFields(before, after).filter((field) => !untracked.has(field.name)),
      })),
    );
  }

  #columns(session: Session) {
    return columnsOf(session, this.#definition.entity);
  }
}

function toRow(record: object, columns: RecordColumn[]): Record<string, unknown> {
  const values = record as Record<string, unknown>;
  return Object.fromEntries(columns.map((column) => [column.name, values[column.property] ?? null]));
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
