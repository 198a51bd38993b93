import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys by which resellers' own systems call the platform. */
export class IssueApiKeys1790000000060 implements MigrationInterface {
  name = 'IssueApiKeys1790000000060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(KEYS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table api_key_secret, api_key');
  }
}

/**
 * A key keeps its id through every rotation; its secrets come and go, and of each only the public part and the
 * SHA-256 are kept. A reseller sees the keys of its own company, not those of resellers below it.
 */
const KEYS = `
create table api_key (
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  partner_id text not null references partner,
  name text not null,
  scopes text[] not null check (cardinality(scopes) > 0
    and scopes <@ array['READ', 'ORDERS', 'SUPPORT', 'CONTACTS']),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  rotated_at timestamptz,
  revoked_at timestamptz,
  revoke_reason text,
  unique (source, external_id)
);
create index on api_key (partner_id);

create table api_key_secret (
  hint text primary key,
  key_id text not null references api_key,
  hash bytea not null check (length(hash) = 32),
  created_at timestamptz not null,
  valid_until timestamptz,
  last_used_at timestamptz
);
create index on api_key_secret (key_id);

alter table api_key enable row level security;
create policy reading on api_key for select using ((select viewer_sees_all())
  or partner_id = (select viewer_partner()));
create policy writing on api_key for all using ((select viewer_sees_all()));

alter table api_key_secret enable row level security;
create policy reading on api_key_secret for select using ((select viewer_sees_all())
  or (select viewer_partner()) is not null and exists (select 1 from api_key k where k.id = key_id));
create policy writing on api_key_secret for all using ((select viewer_kind()) = 'SYSTEM');
`;
