import { SHADOW, type Owner } from './shadow.store.js';
import type { ProjectedTable } from './projected-tables.rules.js';

/** Rows of a table, and a sum over them that does not depend on their order. */
interface Figures {
  count: string;
  checksum: string;
}

/** How a table that serves and the one built anew differ, in words; null where they do not. Two statements. */
export async function differenceOf(owner: Owner, table: ProjectedTable): Promise<string | null> {
  const columns = await columnsOf(owner, table);
  const serving = await figuresOf(owner, 'public', table, columns);
  const built = await figuresOf(owner, SHADOW, table, columns);
  if (serving.count === built.count && serving.checksum === built.checksum) return null;
  const counts = `${serving.count} rows serve, ${built.count} were built`;
  return serving.count === built.count
    ? `${table.table}: ${counts}, and they differ`
    : `${table.table}: ${counts}`;
}

/**
 * What is lost in a table that is built anew by other rules: rows that serve under a key and a version that the new table
 * does not have, or has only an older one of, in words; null where nothing is. Tables without versions are not asked.
 */
export async function lossOf(owner: Owner, { table }: ProjectedTable): Promise<string | null> {
  const { rows } = await owner.query<{ name: string; keyed: boolean }>(
    `select a.attname as name, a.attnum = any(x.conkey) as keyed
       from pg_attribute a join pg_constraint x on x.conrelid = a.attrelid and x.contype = 'p'
      where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped
        and (a.attnum = any(x.conkey) or a.attname = 'version')`,
    [`public."${table}"`],
  );
  if (!rows.some(({ name }) => name === 'version')) return null;
  const keys = rows.filter(({ keyed, name }) => keyed && name !== 'version').map(({ name }) => `"${name}"`);
  const { rows: lost } = await owner.query<{ count: string }>(
    `select count(*)::text as count
       from (select ${keys.join(', ')}, max(version) as version from public."${table}" group by ${keys.join(', ')}) o
       left join (select ${keys.join(', ')}, max(version) as version from ${SHADOW}."${table}" group by ${keys.join(', ')}) n
         using (${keys.join(', ')})
      where n.version is null or n.version < o.version`,
  );
  const count = lost[0]?.count ?? '0';
  return count === '0'
    ? null
    : `${table}: ${count} records were told and are not in it, or an older version is`;
}

async function columnsOf(owner: Owner, { table, incidental = [] }: ProjectedTable): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select attname as name from pg_attribute
      where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attname <> all($2::text[])
      order by attname`,
    [`public."${table}"`, incidental],
  );
  return rows.map(({ name }) => `"${name}"`);
}

async function figuresOf(
  owner: Owner,
  schema: string,
  { table, settled = 'true' }: ProjectedTable,
  columns: readonly string[],
): Promise<Figures> {
  const { rows } = await owner.query<Figures>(
    `select count(*)::text as count,
            coalesce(sum(hashtextextended(row(${columns.join(', ')})::text, 0)::numeric), 0)::text as checksum
       from ${schema}."${table}" where ${settled}`,
  );
  return rows[0] ?? { count: '0', checksum: '0' };
}
