import {
  changedFields,
  newId,
  readHistory,
  stateAt,
  DomainError,
  type Author,
  type ChangedField,
  type ImportReject,
  type ImportRow,
  type Session,
  type StoredBatch,
} from '@plimsoll/shared';
import { columnOf } from './asset.rules.js';
import { assetRecords, findMerged, holdForRecount, type AssetRecord } from './asset.store.js';

/** A row that says what an asset was from an instant on. */
export interface PastRow {
  external_id: string;
  at: Date;
}

/** What a row says of the asset, beside what it was just before; may throw a DomainError. */
export type ReadPastRow<Row> = (row: Row, before: AssetRecord | null) => Partial<AssetRecord>;

type Told = { version: number; at: Date; fields: readonly ChangedField[] };

const MOST_ENTRIES = 1_000;

/**
 * Stores what rows say assets were from an instant on, as history: a field keeps what a row gives it until a later
 * change, recorded before or after the row, gives it another value. A row that says what is on record of its instant
 * already changes nothing. Rows of one asset are taken in the order of their instants.
 *
 * A row is rejected where its instant lies in the future, where the asset was merged into another one, or where it has
 * more than 1,000 changes on record.
 */
export async function storePast<Row extends PastRow>(
  tx: Session,
  author: Author,
  source: string,
  now: Date,
  rows: readonly ImportRow<Row>[],
  read: ReadPastRow<Row>,
): Promise<StoredBatch> {
  const batch: StoredBatch = { created: 0, updated: 0, unchanged: 0, rejects: [] };
  if (rows.length === 0) return batch;
  const names = [...new Set(rows.map(({ row }) => row.external_id))];
  const existing = await assetRecords.findImported(tx, source, names);
  const ids = [...existing.values()].map((asset) => asset.id).sort();
  const current = await holdForRecount(tx, ids);
  const histories = await readHistory(tx, { recordType: 'asset', recordIds: ids, limit: MOST_ENTRIES });
  const merged = await findMerged(tx, ids);
  const historyOf = new Map(ids.map((id, index) => [id, histories[index] ?? []]));

  const accounts = names.map((externalId) => {
    const found = existing.get(externalId);
    const before = found ? (current.get(found.id) ?? null) : null;
    return new Past(externalId, source, before, before ? (historyOf.get(before.id) ?? []) : []);
  });
  const byName = new Map(names.map((name, index) => [name, accounts[index]!]));
  const inOrder = [...rows].sort((a, b) => a.row.at.getTime() - b.row.at.getTime());
  for (const { line, row } of inOrder) {
    const reject = (column: string | null, reason: string): ImportReject => ({ line, column, reason });
    const account = byName.get(row.external_id)!;
    const into = merged.get(existing.get(row.external_id)?.id ?? '');
    if (row.at > now) batch.rejects.push(reject('at', '`at` lies in the future.'));
    else if (into !== undefined) {
      batch.rejects.push(
        reject('external_id', `It was merged into the asset ${into}, which has a past of its own.`),
      );
    } else if (account.length >= MOST_ENTRIES) {
      batch.rejects.push(reject('external_id', `The asset has more than ${MOST_ENTRIES} changes on record.`));
    } else {
      try {
        batch[account.tell(row.at, (before) => read(row, before))] += 1;
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        batch.rejects.push(reject(columnOf(error), error.message));
      }
    }
  }
  await assetRecords.recount(
    tx,
    author,
    accounts.map((account) => account.toRecount()),
  );
  return batch;
}

/** What is on record of an asset's past, and what is told of it. */
class Past {
  private readonly id: string;
  private readonly added: Told[] = [];

  constructor(
    private readonly externalId: string,
    private readonly source: string,
    private readonly before: AssetRecord | null,
    private readonly recorded: readonly Told[],
  ) {
    this.id = before?.id ?? newId('ast');
  }

  get length(): number {
    return this.recorded.length + this.added.length;
  }

  /** Takes a row in; answers what it did. */
  tell(
    at: Date,
    read: (before: AssetRecord | null) => Partial<AssetRecord>,
  ): 'created' | 'updated' | 'unchanged' {
    const isNew = this.length === 0;
    const before = this.at(at);
    const given = Object.entries(read(before)).filter(([, value]) => value !== undefined);
    const after = { ...(before ?? this.blank()), ...Object.fromEntries(given) };
    const fields = changedFields(before, after).filter(({ name }) => name !== 'version');
    if (fields.length === 0) return 'unchanged';
    this.added.push({ version: (this.before?.version ?? 0) + this.added.length + 1, at, fields });
    return isNew ? 'created' : 'updated';
  }

  toRecount() {
    const after = this.at();
    return {
      before: this.before,
      after: after ?? this.blank(),
      entries: this.added.map(({ at, fields }) => ({ at, fields })),
    };
  }

  private at(at?: Date): AssetRecord | null {
    const state = stateAt([...this.recorded, ...this.added], at);
    return state && { ...this.blank(), ...state.fields, version: state.version };
  }

  private blank(): AssetRecord {
    const { id, externalId, source } = this;
    const kept = this.before ?? { externalId, source };
    return blankAsset({ id, externalId: kept.externalId, source: kept.source });
  }
}

/** An asset of which nothing is known but its names. */
export function blankAsset(names: Pick<AssetRecord, 'id' | 'externalId' | 'source'>): AssetRecord {
  return {
    ...names,
    version: 0,
    name: '',
    kind: '',
    status: 'LIVE',
    ownerId: null,
    location: null,
    addresses: [],
    make: null,
    criticality: null,
    productId: null,
    podId: null,
    tags: [],
    attributes: {},
  };
}
