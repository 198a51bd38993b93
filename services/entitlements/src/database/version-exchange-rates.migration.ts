import { newId } from '@plimsoll/shared';
import type { MigrationInterface, QueryRunner } from 'typeorm';

interface KeptRate {
  id: string;
  date: string;
  from: string;
  to: string;
  rate: string;
}

/** Exchange rates get versions, and those on record are told to the other services. */
export class VersionExchangeRates1790000000011 implements MigrationInterface {
  name = 'VersionExchangeRates1790000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table exchange_rate add version integer not null default 1 check (version > 0)',
    );
    const rates = (await runner.query(`
      select concat_ws('-', from_currency, to_currency, date) as id, date::text, from_currency as "from",
             to_currency as "to", rate::text
        from exchange_rate order by date, from_currency, to_currency`)) as KeptRate[];
    const events = rates.map((rate) => ({
      id: newId('evt'),
      subject: rate.id,
      data: { ...rate, externalId: null, source: null },
    }));
    await runner.query(
      `insert into outbox (id, type, subject, version, time, data)
       select given.id, 'plimsoll.exchange_rate.recorded.v1', given.subject, 1, date_trunc('milliseconds', now()),
              given.data
         from jsonb_to_recordset($1::jsonb) as given(id text, subject text, data jsonb)`,
      [JSON.stringify(events)],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table exchange_rate drop version');
  }
}
