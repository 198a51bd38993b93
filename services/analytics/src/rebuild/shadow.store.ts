import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/** A connection as the owner of the database. */
export type Owner = Pick<pg.Client, 'query'>;

/** Where tables are built anew while those in `public` serve. */
export const SHADOW = 'rebuilding';
const RETIRED = 'retired';
/** Below the second after which the server looks for deadlocks: in one it is this side that gives way. */
const LOCK_TIMEOUT_MS = 700;
const PAUSE_MS = 300;
const ATTEMPTS = 30;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * What tells one set of tables from another: columns, constraints, indexes, policies and rights of the tables in `public`.
 * Tables of another shape than the ones to be replaced are of no use.
 */
export async function shapeOf(owner: Owner, tables: readonly string[]): Promise<string> {
  const { rows } = await owner.query<{ shape: string }>(
    `select md5(string_agg(line, E'\\n' order by line)) as shape from (
       select concat_ws(' ', c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                        a.attgenerated, pg_get_expr(d.adbin, d.adrelid)) as line
         from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
        where c.relnamespace = 'public'::regnamespace and c.relname = any($1::text[])
       union all
       select concat_ws(' ', c.relname, x.conname, pg_get_constraintdef(x.oid)) from pg_constraint x
         join pg_class c on c.oid = x.conrelid
        where c.relnamespace = 'public'::regnamespace and c.relname = any($1::text[])
       union all
       select concat_ws(' ', tablename, indexdef) from pg_indexes where schemaname = 'public' and tablename = any($1::text[])
       union all
       select concat_ws(' ', tablename, policyname, cmd, qual, with_check) from pg_policies
        where schemaname = 'public' and tablename = any($1::text[])
       union all
       select concat_ws(' ', c.relname, c.relrowsecurity, c.relacl::text) from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relname = any($1::text[])) as lines`,
    [tables],
  );
  return rows[0]?.shape ?? '';
}

/** Makes empty tables like those in `public`, with constraints, indexes, policies, rights and comments; triggers come last. */
export async function createShadow(owner: Owner, tables: readonly string[], role: string): Promise<void> {
  await owner.query(`drop schema if exists ${SHADOW} cascade`);
  await owner.query(`create schema ${SHADOW}`);
  await owner.query(`grant usage on schema ${SHADOW} to ${role}`);
  for (const table of tables) {
    await owner.query(
      `create table ${SHADOW}.${name(table)} (like public.${name(table)} including all excluding indexes)`,
    );
  }
  const making = await withNamesOf('public', owner, () => definitionsOf(owner, tables));
  await withNamesOf(`${SHADOW}, public`, owner, async () => {
    for (const statement of making) await owner.query(statement);
  });
}

/** Whether there are tables that were being built. */
export async function hasShadow(owner: Owner): Promise<boolean> {
  const { rows } = await owner.query<{ present: boolean }>(
    'select to_regnamespace($1) is not null as present',
    [SHADOW],
  );
  return rows[0]?.present ?? false;
}

/**
 * Tells the planner what the new tables hold. Those that hold nothing yet are passed over: of rows that a transaction is
 * just adding the planner would be told that there are none, however many pages they fill, and plan for that.
 */
export async function analyzeShadow(owner: Owner, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    const { rows } = await owner.query(`select from ${SHADOW}.${name(table)} limit 1`);
    if (rows.length > 0) await owner.query(`analyze ${SHADOW}.${name(table)}`);
  }
}

/**
 * Holds the old and the new tables, and the views of them, exclusively until the caller's transaction ends. It lets go and tries again before
 * anybody else would be waiting for long, or for ever.
 *
 * @throws the database's error 55P03 where it does not get them within half a minute
 */
export async function holdTables(owner: Owner, tables: readonly string[]): Promise<void> {
  const views = await withNamesOf('pg_catalog', owner, () => viewsLookingAt(owner, tables));
  const all = [
    ...tables.flatMap((table) => [`public.${name(table)}`, `${SHADOW}.${name(table)}`]),
    ...views.map((view) => view.name),
  ];
  await owner.query(`set local lock_timeout = '${LOCK_TIMEOUT_MS}ms'`);
  for (let attempt = 1; ; attempt += 1) {
    await owner.query('savepoint holding');
    try {
      await owner.query(`lock table ${all.join(', ')} in access exclusive mode`);
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE || attempt === ATTEMPTS) throw error;
      await owner.query('rollback to savepoint holding');
      await sleep(PAUSE_MS);
    }
  }
}

/**
 * Puts the new tables in the place of the old ones and drops these, inside the caller's transaction, which holds both
 * exclusively. Whatever looks at the tables from outside (views, policies of other tables) looks at the new ones after.
 * Fails, and so changes nothing, where something else depends on the old tables.
 */
export async function swapTables(owner: Owner, tables: readonly string[]): Promise<void> {
  const triggers = await withNamesOf('public', owner, () => triggersOf(owner, tables));
  const policies = await withNamesOf('pg_catalog', owner, () => policiesLookingAt(owner, tables));
  const views = await withNamesOf('pg_catalog', owner, () => viewsLookingAt(owner, tables));
  for (const { drop } of [...views].reverse()) await owner.query(drop);
  for (const { drop } of policies) await owner.query(drop);
  await owner.query(`create schema ${RETIRED}`);
  for (const table of tables) await owner.query(`alter table public.${name(table)} set schema ${RETIRED}`);
  for (const table of tables) await owner.query(`alter table ${SHADOW}.${name(table)} set schema public`);
  await withNamesOf('public', owner, async () => {
    for (const statement of triggers) await owner.query(statement);
  });
  for (const { create } of policies) await owner.query(create);
  for (const { create } of views) for (const statement of create) await owner.query(statement);
  await owner.query(`drop table ${tables.map((table) => `${RETIRED}.${name(table)}`).join(', ')}`);
  await owner.query(`drop schema ${RETIRED}`);
  await owner.query(`drop schema ${SHADOW}`);
}

/** Statements that give the new tables what the old ones have, names as a search path of their own schema shows them. */
async function definitionsOf(owner: Owner, tables: readonly string[]): Promise<string[]> {
  return texts(
    owner,
    `select statement from (
       select 1 as step, format('alter table %I add constraint %I %s', c.relname, x.conname, pg_get_constraintdef(x.oid))
         from pg_constraint x join pg_class c on c.oid = x.conrelid
        where c.relnamespace = 'public'::regnamespace and c.relname = any($1::text[]) and x.contype in ('p', 'u', 'x')
       union all
       select 2, pg_get_indexdef(i.indexrelid, 0, true)
         from pg_index i join pg_class c on c.oid = i.indrelid
        where c.relnamespace = 'public'::regnamespace and c.relname = any($1::text[])
          and not exists (select from pg_constraint x where x.conindid = i.indexrelid)
       union all
       select 3, format('alter table %I enable row level security', c.relname)
                 || case when c.relforcerowsecurity then format('; alter table %I force row level security', c.relname)
                         else '' end
         from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relname = any($1::text[]) and c.relrowsecurity
       union all
       select 4, ${policyOn('quote_ident(p.tablename)')} from pg_policies p
        where p.schemaname = 'public' and p.tablename = any($1::text[])
       union all
       select 5, format('grant %s on %I to %s', string_agg(g.privilege_type, ', '), c.relname, ${GRANTEE})
         from pg_class c cross join lateral aclexplode(c.relacl) g
        where c.relnamespace = 'public'::regnamespace and c.relname = any($1::text[]) and g.grantee <> c.relowner
        group by c.relname, g.grantee
       union all
       select 6, format('comment on table %I is %L', c.relname, obj_description(c.oid, 'pg_class')) from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relname = any($1::text[])
          and obj_description(c.oid, 'pg_class') is not null
       union all
       select 7, format('alter table %I set (%s)', c.relname, array_to_string(c.reloptions, ', ')) from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relname = any($1::text[]) and c.reloptions is not null
       union all
       select 8, format('alter table %I alter column %I set (%s)', c.relname, a.attname, array_to_string(a.attoptions, ', '))
         from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relname = any($1::text[]) and a.attoptions is not null
     ) as steps(step, statement) order by step, statement`,
    tables,
  );
}

const policyOn = (
  table: string,
) => `format('create policy %I on %s as %s for %s to %s%s%s', p.policyname, ${table},
  p.permissive, p.cmd, array_to_string(p.roles, ', '), coalesce(' using (' || p.qual || ')', ''),
  coalesce(' with check (' || p.with_check || ')', ''))`;
const GRANTEE = `case g.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(g.grantee)) end`;

function triggersOf(owner: Owner, tables: readonly string[]): Promise<string[]> {
  return texts(
    owner,
    `select pg_get_triggerdef(t.oid, true) as statement from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where c.relnamespace = 'public'::regnamespace and c.relname = any($1::text[]) and not t.tgisinternal
      order by c.relname, t.tgname`,
    tables,
  );
}

/** Policies of tables that stay, which look at tables that are replaced. */
async function policiesLookingAt(
  owner: Owner,
  tables: readonly string[],
): Promise<{ drop: string; create: string }[]> {
  const { rows } = await owner.query<{ drop: string; create: string }>(
    `select format('drop policy %I on %I.%I', p.policyname, p.schemaname, p.tablename) as drop,
            ${policyOn(`format('%I.%I', p.schemaname, p.tablename)`)} as create
       from pg_policies p
      where not (p.schemaname = 'public' and p.tablename = any($1::text[])) and p.schemaname <> '${SHADOW}'
        and exists (
          select from pg_policy q join pg_class c on c.oid = q.polrelid
            join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = q.oid
                            and d.refclassid = 'pg_class'::regclass
            join pg_class s on s.oid = d.refobjid
           where q.polname = p.policyname and c.relname = p.tablename and c.relnamespace = to_regnamespace(p.schemaname)
             and s.relnamespace = 'public'::regnamespace and s.relname = any($1::text[]))
      order by 1`,
    [tables],
  );
  return rows;
}

/** Views, in any schema, that look at tables that are replaced, also through other views; the looked at come first. */
async function viewsLookingAt(
  owner: Owner,
  tables: readonly string[],
): Promise<{ name: string; drop: string; create: string[] }[]> {
  const { rows } = await owner.query<{ name: string; drop: string; create: string[] }>(
    `with recursive looking as (
       select c.oid from pg_class c where c.relnamespace = 'public'::regnamespace and c.relname = any($1::text[])
       union
       select r.ev_class from looking l
         join pg_depend d on d.refobjid = l.oid and d.refclassid = 'pg_class'::regclass and d.classid = 'pg_rewrite'::regclass
         join pg_rewrite r on r.oid = d.objid and r.ev_class <> l.oid)
     select v.oid::regclass::text as name, format('drop view %s', v.oid::regclass) as drop,
            array[format('create view %s%s as %s', v.oid::regclass,
                         coalesce(' with (' || array_to_string(v.reloptions, ', ') || ')', ''), pg_get_viewdef(v.oid)),
                  format('alter view %s owner to %I', v.oid::regclass, pg_get_userbyid(v.relowner))]
            || coalesce((select array_agg(format('grant %s on %s to %s', g.privilege_type, v.oid::regclass, ${GRANTEE}))
                           from aclexplode(v.relacl) g where g.grantee <> v.relowner), '{}')
            || coalesce((select array_agg(case when d.objsubid = 0
                                 then format('comment on view %s is %L', v.oid::regclass, d.description)
                                 else format('comment on column %s.%I is %L', v.oid::regclass, a.attname, d.description) end)
                           from pg_description d left join pg_attribute a on a.attrelid = v.oid and a.attnum = d.objsubid
                          where d.classoid = 'pg_class'::regclass and d.objoid = v.oid), '{}') as create
       from looking l join pg_class v on v.oid = l.oid and v.relkind = 'v'
      order by v.oid`,
    [tables],
  );
  return rows;
}

async function texts(owner: Owner, sql: string, tables: readonly string[]): Promise<string[]> {
  const { rows } = await owner.query<{ statement: string }>(sql, [tables]);
  return rows.map(({ statement }) => statement);
}

/** Runs `fn` with names of these schemas written and understood without them. */
async function withNamesOf<T>(path: string, owner: Owner, fn: () => Promise<T>): Promise<T> {
  await owner.query(`set search_path = ${path}`);
  // After a failure the transaction, or the connection, is over and its path with it.
  const result = await fn();
  await owner.query('reset search_path');
  return result;
}

/** A table's name as SQL text; names come from the code alone. */
function name(table: string): string {
  return `"${table}"`;
}
