import 'reflect-metadata';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import type { QueryRunner } from 'typeorm';
import { VersionExchangeRates1790000000011 } from '../database/version-exchange-rates.migration.js';
import { createEntitlementsSubgraph, entitlementsDatabase } from '../subgraph.js';

const service = testSubgraph({ database: entitlementsDatabase, create: createEntitlementsSubgraph });

const { load } = service;

const recorded = (date: string, from: string, to: string, rate: string, version = 1) => {
  const subject = `${from}-${to}-${date}`;
  return {
    type: 'plimsoll.exchange_rate.recorded.v1',
    subject,
    version,
    data: { id: subject, externalId: null, source: null, date, from, to, rate },
  };
};

describe('exchange rates', () => {
  const rows = [
    { date: '2026-01-01', from: 'EUR', to: 'USD', rate: '1.0800' },
    { date: '2026-02-01', from: 'EUR', to: 'USD', rate: '1.1' },
    { date: '2026-02-01', from: 'GBP', to: 'EUR', rate: '1.15' },
    { date: '2026-02-01', from: 'EUR', to: 'EUR', rate: '1' },
    { date: '2026-02-30', from: 'EUR', to: 'USD', rate: '1' },
    { date: '2026-02-01', from: 'EUR', to: 'EURO', rate: '1' },
    { date: '2026-02-01', from: 'EUR', to: 'CHF', rate: '0' },
  ];

  it('are imported once a day and pair', async () => {
    const report = await load('ExchangeRates', rows);
    expect(report).toMatchObject({ created: 3, updated: 0, unchanged: 0 });
    expect(report.rejects.map(({ line, column }) => [line, column])).toEqual([
      [4, 'to'],
      [5, 'date'],
      [6, 'to'],
      [7, 'rate'],
    ]);
    expect(await load('ExchangeRates', rows)).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
    expect(
      await load('ExchangeRates', [{ date: '2026-01-01', from: 'EUR', to: 'USD', rate: '1.09' }]),
    ).toMatchObject({ updated: 1 });
  });

  it('are told when they are new or corrected, once for each, whatever else the batch holds', async () => {
    expect(await service.events()).toEqual([
      recorded('2026-01-01', 'EUR', 'USD', '1.08'),
      recorded('2026-02-01', 'EUR', 'USD', '1.1'),
      recorded('2026-02-01', 'GBP', 'EUR', '1.15'),
      recorded('2026-01-01', 'EUR', 'USD', '1.09', 2),
    ]);
    await expect(
      service.run('mutation ($input: ImportInput!) { importExchangeRates(input: $input) { created } }', {
        input: { rows: Array.from({ length: 1_001 }, () => rows[0]) },
      }),
    ).rejects.toThrow('at most 1000 rows');
    expect(await service.events()).toHaveLength(4);
  });

  it('are read by staff, the newest first, page by page', async () => {
    const page = (after: string | null) =>
      service.run<{ exchangeRates: { nodes: unknown[]; pageInfo: { endCursor: string } } }>(
        'query ($after: String) { exchangeRates(first: 2, after: $after) { totalCount nodes { date from to rate } pageInfo { endCursor } } }',
        { after },
      );
    const first = await page(null);
    expect(first.exchangeRates).toMatchObject({
      totalCount: 3,
      nodes: [
        { date: '2026-02-01', from: 'GBP', to: 'EUR', rate: '1.15' },
        { date: '2026-02-01', from: 'EUR', to: 'USD', rate: '1.1' },
      ],
    });
    expect((await page(first.exchangeRates.pageInfo.endCursor)).exchangeRates.nodes).toEqual([
      { date: '2026-01-01', from: 'EUR', to: 'USD', rate: '1.09' },
    ]);
    expect(await service.run('{ exchangeRates { totalCount } }', {}, testCallers.partner('par_x'))).toEqual({
      exchangeRates: { totalCount: 0 },
    });
  });

  it('are told by the migration that gives versions to those already on record', async () => {
    const owner = await service.test.database.connect('test');
    try {
      await owner.query('delete from outbox');
      const runner = {
        query: async (sql: string, parameters?: unknown[]) => (await owner.query(sql, parameters)).rows,
      } as unknown as QueryRunner;
      const migration = new VersionExchangeRates1790000000011();
      await migration.down(runner);
      await migration.up(runner);
    } finally {
      await owner.end();
    }
    expect(await service.events()).toEqual([
      recorded('2026-01-01', 'EUR', 'USD', '1.09'),
      recorded('2026-02-01', 'EUR', 'USD', '1.1'),
      recorded('2026-02-01', 'GBP', 'EUR', '1.15'),
    ]);
  });
});
