import { newId, roleOf } from '@plimsoll/shared';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What belongs to the conversation on tickets, templates of replies, and what came in from outside. */
export class KeepConversations1790000000330 implements MigrationInterface {
  name = 'KeepConversations1790000000330';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [MESSAGES, REDACTION, TEMPLATES, INTAKE, TENANCY]) await runner.query(step);
    await runner.query(
      `insert into conversation_policy (id, version, reopen_days, closed_reply) values ($1, 1, 14, 'FOLLOW_UP')`,
      [newId('cvp')],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table received_message, reply_template, conversation_policy, follow_up, mention, attachment;
      drop function redact_message;
      drop trigger refuse_event_rewriting on ticket_event;
      drop trigger refuse_event_change on ticket_event;
      drop function refuse_event_rewriting;
      create trigger refuse_event_change before update or delete or truncate on ticket_event
        for each statement execute function refuse_event_change();
      drop index ticket_event_amendment;
    `);
  }
}

const MESSAGES = `
create table attachment (
  id text primary key,
  ticket_id text not null references ticket,
  event_id text not null references ticket_event,
  place integer not null check (place > 0),
  name text not null,
  media_type text not null,
  bytes bigint check (bytes >= 0),
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  url text not null check (url ~ '^https://'),
  is_public boolean not null,
  unique (event_id, place)
);
create index on attachment (ticket_id);

create table mention (
  event_id text not null references ticket_event,
  ticket_id text not null references ticket,
  mentioned_id text not null,
  at timestamptz(3) not null,
  is_public boolean not null,
  primary key (event_id, mentioned_id)
);
create index on mention (mentioned_id, at, event_id);
create index on mention (ticket_id);

-- What was said instead of a note, or that a message was redacted, by the message.
create index ticket_event_amendment on ticket_event (from_value)
  where type in ('NOTE_EDITED', 'REDACTED');

-- A ticket that a reply to a finished one has opened.
create table follow_up (
  ticket_id text primary key references ticket,
  of_ticket_id text not null references ticket,
  check (ticket_id <> of_ticket_id)
);
create index on follow_up (of_ticket_id);
`;

/** Events stay as they are, but that the words of a redacted message are taken away for good. */
const REDACTION = `
drop trigger refuse_event_change on ticket_event;
create trigger refuse_event_change before delete or truncate on ticket_event
  for each statement execute function refuse_event_change();

create function refuse_event_rewriting() returns trigger language plpgsql as $$
begin
  if new.text is null and to_jsonb(new) - 'text' = to_jsonb(old) - 'text'
    and old.type in ('REPLIED', 'NOTED', 'NOTE_EDITED')
    and exists (select 1 from ticket_event r where r.type = 'REDACTED' and r.ticket_id = old.ticket_id
      and r.from_value = case old.type when 'NOTE_EDITED' then old.from_value else old.id end)
  then return new; end if;
  raise exception 'ticket events are never changed or removed' using errcode = 'restrict_violation';
end $$;
create trigger refuse_event_rewriting before update on ticket_event
  for each row execute function refuse_event_rewriting();

create function redact_message(message_id text) returns void language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  if not viewer_sees_all() then raise exception 'only staff redacts' using errcode = 'insufficient_privilege'; end if;
  update ticket_event set text = null where id = message_id and text is not null;
  update ticket_event set text = null
   where type = 'NOTE_EDITED' and from_value = message_id and text is not null;
  delete from attachment where event_id = message_id;
end $$;
`;

const KEPT = `
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text`;

const TEMPLATES = `
create table reply_template (${KEPT},
  name text not null,
  locale text,
  body text not null,
  is_public boolean not null,
  variables jsonb not null default '[]' check (jsonb_typeof(variables) = 'array'),
  retired_at timestamptz(3),
  unique (source, external_id)
);
create index on reply_template (name, id);
`;

const INTAKE = `
create table conversation_policy (${KEPT},
  reopen_days integer not null check (reopen_days between 0 and 365),
  closed_reply text not null check (closed_reply in ('FOLLOW_UP', 'REOPEN')),
  strangers_queue_id text references queue
);

create table received_message (
  id text primary key,
  source text not null,
  message_id text not null,
  channel text not null,
  thread text,
  root text not null,
  "references" text[] not null default '{}',
  sent_at timestamptz(3),
  received_at timestamptz(3) not null,
  contact_id text,
  customer_id text,
  outcome text not null check (outcome in ('PENDING', 'OPENED', 'APPENDED', 'RESUMED', 'REOPENED', 'FOLLOWED_UP',
    'NOTED', 'IGNORED')),
  reason text,
  ticket_id text references ticket,
  event_id text references ticket_event,
  unique (source, message_id)
);
create index on received_message (source, root);
create index on received_message (source, thread) where thread is not null;
create index on received_message (received_at, id);
create index on received_message (ticket_id, received_at, id);
`;

/** What is public of a ticket is for whoever sees the ticket; all else is for staff. */
const TENANCY = `
do $$
declare noun text;
begin
  foreach noun in array array['attachment', 'mention', 'follow_up', 'reply_template', 'conversation_policy',
      'received_message'] loop
    execute format('alter table %I enable row level security', noun);
  end loop;
  foreach noun in array array['reply_template', 'received_message'] loop
    execute format('create policy everything on %I for all using ((select viewer_sees_all()))', noun);
  end loop;
  foreach noun in array array['attachment', 'mention'] loop
    execute format('create policy everything on %I for all using ((select viewer_sees_all())
      or is_public and exists (select 1 from ticket t where t.id = ticket_id))', noun);
  end loop;
end $$;
create policy reading on follow_up for select using ((select viewer_sees_all())
  or exists (select 1 from ticket t where t.id = ticket_id));
create policy adding on follow_up for insert with check ((select viewer_sees_all())
  or exists (select 1 from ticket t where t.id = ticket_id));

-- How long a reply takes a ticket up again concerns whoever replies; where strangers' messages go, nobody else.
create policy reading on conversation_policy for select using ((select viewer_kind()) <> 'NOBODY');
create policy writing on conversation_policy for all using ((select viewer_sees_all()));

revoke update, delete on attachment, mention, follow_up from ${roleOf('tickets')};
revoke delete on received_message from ${roleOf('tickets')};
`;
