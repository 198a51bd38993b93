import type { EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';
import type { Session } from '../database/index.js';

/** A column of a kept record. */
export interface RecordColumn {
  property: string;
  name: string;
  /** PostgreSQL type, for `jsonb_to_recordset`. */
  type: string;
}

/** How a record's properties map to its table. */
export interface RecordMapping {
  table: string;
  columns: RecordColumn[];
  /** `r.column as "property", …` */
  selectList: string;
  /** `jsonb_to_recordset(parameter) as alias(column type, …)`: any number of rows in one parameter. */
  recordset: (parameter: string, alias?: string) => string;
}

const mappings = new WeakMap<EntityMetadata, RecordMapping>();

/** The mapping of an entity, from its TypeORM metadata. */
export async function columnsOf(
  session: Session,
  entity: EntityTarget<ObjectLiteral>,
): Promise<RecordMapping> {
  const manager = await session.manager();
  const metadata = manager.connection.getMetadata(entity);
  const known = mappings.get(metadata);
  if (known) return known;
  const columns = metadata.columns.map((column) => ({
    property: column.propertyName,
    name: column.databaseName,
    type: `${typeof column.type === 'string' ? column.type : 'text'}${column.isArray ? '[]' : ''}`,
  }));
  const typed = columns.map((column) => `${column.name} ${column.type}`).join(', ');
  const mapping: RecordMapping = {
    table: metadata.tableName,
    columns,
    selectList: columns.map((column) => `r.${column.name} as "${column.property}"`).join(', '),
    recordset: (parameter, alias = 'given') =>
      `jsonb_to_recordset(${parameter}::jsonb) as ${alias}(${typed})`,
  };
  mappings.set(metadata, mapping);
  return mapping;
}
