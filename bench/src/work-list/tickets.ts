import pg from 'pg';

/** Open tickets of everybody at the desk. */
export const OPEN_A_PERSON = 25;
/** Tickets in each queue that nobody has taken. */
const WAITING_A_QUEUE = 10;
const QUEUES = 4;
/** Half of 1,000 tickets are open, and one of a hundred of a million: a desk's past grows faster than its work. */
const peopleOf = (tickets: number) => (tickets <= 1_000 ? 20 : 400);

/** The person whose work is listed; everybody's is alike. */
export const PERSON = id('per', 1);

/**
 * Fills the tables of a fresh database of tickets. Open tickets are scattered evenly over all others, so that no two of
 * one person lie next to each other where there is room: each has three clocks, two of them open, and three events, the
 * last a word of the desk or, of every fifth, of the customer. Finished ones have a stopped clock and a word of the desk.
 */
export async function fillTickets(url: string, tickets: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // What the tables demand of each other holds by construction.
    await client.query('set session_replication_role = replica');
    await client.query('set synchronous_commit = off');
    await client.query(FUNCTIONS);
    const indexes = await dropIndexes(client);
    const people = peopleOf(tickets);
    const open = people * OPEN_A_PERSON;
    const every = Math.floor(tickets / (open + QUEUES * WAITING_A_QUEUE));
    for (const statement of STATEMENTS) {
      const values = [tickets, every, open, people, QUEUES, open + QUEUES * WAITING_A_QUEUE];
      await client.query(statement, values.slice(0, parametersOf(statement)));
    }
    for (const index of indexes) await client.query(index);
    for (const table of TABLES) await client.query(`vacuum (analyze) ${table}`);
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

/** An identifier as long as any. */
function id(prefix: string, number: number): string {
  return `${prefix}_${String(number).padStart(26, '0')}`;
}

const TABLES = ['queue', 'ticket', 'ticket_asset', 'ticket_event', 'sla_clock', 'routing_decision'];

/** Drops all but primary keys, and answers how it is made again: faster than to keep it while rows come in. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows: constraints } = await client.query<{ table: string; name: string; definition: string }>(
    `select c.conrelid::regclass::text as table, c.conname as name, pg_get_constraintdef(c.oid) as definition
       from pg_constraint c where c.contype = 'u' and c.conrelid = any($1::regclass[])`,
    [TABLES],
  );
  for (const { table, name } of constraints)
    await client.query(`alter table ${table} drop constraint ${name}`);
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select i.indexname as name, i.indexdef as definition from pg_indexes i
      where i.schemaname = 'public' and i.tablename = any($1::text[])
        and not exists (select 1 from pg_constraint c where c.conname = i.indexname)`,
    [TABLES],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return [
    ...constraints.map(
      ({ table, name, definition }) => `alter table ${table} add constraint ${name} ${definition}`,
    ),
    ...rows.map(({ definition }) => definition),
  ];
}

function parametersOf(statement: string): number {
  return Math.max(0, ...[...statement.matchAll(/\$(\d)/g)].map(([, number]) => Number(number)));
}

const FUNCTIONS = `
create function measured_id(prefix text, number bigint) returns text language sql immutable as $$
  select prefix || '_' || lpad(number::text, 26, '0')
$$;
create table measured as select 0::bigint as number, 0::bigint as open, 0::bigint as person, 0 as queue, now() as at limit 0;
`;

/** Parameters: tickets, one of how many is open, open ones of people, people, queues, open ones in all. */
const STATEMENTS = [
  `insert into measured
   select number,
          case when number % $2 = 0 and number / $2 <= $6 then number / $2 end,
          case when number % $2 <> 0 or number / $2 > $6 then number % $4 + 1
               when number / $2 <= $3 then (number / $2) % $4 + 1 end,
          (number % $5)::integer,
          timestamptz '2026-03-18 10:00Z' - (($1::bigint - number) * interval '30 seconds')
     from generate_series(1, $1::bigint) number`,
  `insert into queue (id, version, name, member_ids)
   select measured_id('que', number), 1, 'Queue ' || number,
          array(select measured_id('per', person) from generate_series(1, $4::bigint) person)
     from generate_series(0, $5::bigint - 1) number where $1::bigint + $2 + $3 > 0`,
  `insert into ticket (id, version, kind, subject, description, customer_id, channel, priority, status, tier, queue_id,
     assignee_id, asset_ids, opened_at, first_responded_at, resolved_at, closed_at, touched_at)
   select measured_id('tkt', number), 3, 'REQUEST', 'Subject ' || number % 100, null,
          measured_id('cus', number % 20000), 'EMAIL', 'P' || (number % 4 + 1),
          case when open is null then 'CLOSED' when open % 6 = 0 then 'WAITING_ON_CUSTOMER' else 'IN_PROGRESS' end, 'L1',
          measured_id('que', queue), measured_id('per', person), case when open is null then '{}' else array[measured_id('ast', number % 5000)] end, at,
          at + interval '1 hour', case when open is null then at + interval '8 hours' end,
          case when open is null then at + interval '32 hours' end, at + interval '32 hours'
     from measured`,
  `insert into ticket_asset (asset_id, ticket_id)
   select measured_id('ast', number % 5000), measured_id('tkt', number) from measured where open is not null`,
  `insert into ticket_event (id, ticket_id, sequence, at, type, actor_id, is_public, by_desk)
   select measured_id('tev', number * 3 + place), measured_id('tkt', number), place + 1, at + place * interval '1 hour',
          case place when 0 then 'OPENED' else 'REPLIED' end,
          case when place = 2 and open % 5 = 0 then measured_id('con', number) else measured_id('per', person) end, true,
          not (place = 2 and open % 5 = 0)
     from measured cross join generate_series(0, 2) place where place = 1 or open is not null`,
  `insert into sla_clock (ticket_id, target, cycle, version, priority, target_ms, agreement_id, entitlement_id, started_at,
     stopped_at, due_at, status, paused_because, paused, elapsed_ms, elapsed_at, warned_percent)
   select measured_id('tkt', number), target, 1, 1, 'P' || (number % 4 + 1), 36000000, measured_id('sla', 1),
          measured_id('ent', number % 20000), at, case when is_open then null else at + interval '1 hour' end,
          case when is_open and open % 6 = 0 then null when is_open then timestamptz '2026-03-18 10:30Z' + (open % 50 - 2) * interval '30 minutes' else at + interval '10 hours' end,
          case when not is_open then 'MET' when open % 6 = 0 then 'PAUSED' else 'RUNNING' end,
          case when is_open and open % 6 = 0 then 'WAITING_ON_CUSTOMER' end, is_open and open % 6 = 0, 0, at,
          case when is_open and open % 7 = 0 then 75 else 0 end
     from measured cross join (values ('FIRST_RESPONSE'), ('UPDATE'), ('RESOLUTION')) as promised(target)
    cross join lateral (select open is not null and target <> 'FIRST_RESPONSE' as is_open)
    where open is not null or target = 'RESOLUTION'`,
  `insert into routing_decision (id, ticket_id, at, cause, queue_id, assignee_id, reasons)
   select measured_id('rtd', number), measured_id('tkt', number), at, 'OPENED', measured_id('que', queue),
          measured_id('per', person), array['No routing rules are in force.', 'It was the turn of the agent.']
     from measured`,
  `drop table measured`,
];
