import pg from 'pg';

/** Children of an asset of a tree. */
const FAN_OUT = 10;
/** Half of the estate hangs on each of two assets. */
const TREES = 2;
/** Scatters what stands next to each other in a tree over the estate; prime, and no divisor of a size in use. */
const SCATTER = 619_999;

/**
 * The estate that is measured. Its assets are two trees with ten children each, so that the number that an asset
 * reaches is known: all below it. Their ids are in another order. Every leaf needs its parent, the parent of that, and
 * two of three of its neighbours, which need one another; every other asset needs the five above it, one of them
 * softly: five dependencies an asset.
 */
export interface MeasuredEstate {
  assetCount: number;
}

/** The id of the first asset of a level of the first tree, 0 for the root. */
export function firstOfLevel({ assetCount }: MeasuredEstate, level: number): string {
  let place = 0;
  for (let above = 0; above < level; above++) place = place * FAN_OUT + 1;
  return assetId((place * SCATTER) % assetCount);
}

/** Fills the tables of a fresh database, by statements of the server alone. */
export async function fillEstate(url: string, { assetCount }: MeasuredEstate): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Foreign keys hold by construction; checking ten million of them takes longer than all the rest.
    await client.query(`set session_replication_role = replica`);
    await client.query(`set synchronous_commit = off`);
    await client.query(`
      create function measured_id(place bigint) returns text language sql immutable as $$
        select 'ast_01' || lpad(to_hex(place), 8, '0') || lpad(to_hex(place * 2654435761 % 4294967296), 16, '0')
      $$`);
    await client.query(`insert into asset_kind (id, version, name) values ('knd_measured', 1, 'measured')`);
    await client.query(
      `insert into asset (id, version, name, kind, status)
       select measured_id(place), 1, 'asset ' || place, 'measured', 'LIVE'
         from generate_series(0, $1::bigint - 1) place`,
      [assetCount],
    );
    await client.query(DEPENDENCIES, [assetCount, assetCount / TREES, FAN_OUT, SCATTER]);
    await client.query('vacuum (analyze) asset');
    await client.query('vacuum (analyze) dependency');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

function assetId(place: number): string {
  const tail = (BigInt(place) * 2654435761n) % 4294967296n;
  return `ast_01${place.toString(16).padStart(8, '0')}${tail.toString(16).padStart(16, '0')}`;
}

/** Parameters: assets, assets of a tree, children of an asset, the scatter. */
const DEPENDENCIES = `
insert into dependency (id, version, consumer_id, provider_id, group_name, strength, min_up_count)
select 'dep_' || lpad((row_number() over ())::text, 26, '0'), 1,
       measured_id((base + consumer) * $4::bigint % $1::bigint),
       measured_id((base + provider) * $4::bigint % $1::bigint), group_name, strength, min_up
  from (
    select tree * $2::bigint as base, place as consumer, place * $3::bigint + 1 >= $2::bigint as is_leaf,
           (place - 1) / $3::bigint as parent
      from generate_series(0, 1) tree, generate_series(1, $2::bigint - 1) place
  ) as asset
  cross join lateral (
    select parent as provider, null as group_name, 'HARD' as strength, null::integer as min_up where is_leaf
    union all
    select (parent - 1) / $3::bigint, null, 'HARD', null where is_leaf and parent > 0
    union all
    select neighbour, 'neighbours', 'HARD', 2
      from (select parent * $3::bigint + 1 + (consumer - parent * $3::bigint - 1 + step) % $3::bigint as neighbour
              from generate_series(1, 3) step) as near
     where is_leaf and neighbour < $2::bigint
    union all
    select above, null, case distance when 3 then 'SOFT' else 'HARD' end, null
      from (with recursive upwards(above, distance) as (
              select parent, 1 union all select (above - 1) / $3::bigint, distance + 1 from upwards where above > 0 and distance < 5)
            select above, distance from upwards) as upwards
     where not is_leaf
  ) as need`;
