import 'reflect-metadata';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createEntitlementsSubgraph, entitlementsDatabase } from '../subgraph.js';

const service = testSubgraph({ database: entitlementsDatabase, create: createEntitlementsSubgraph });

const { load } = service;

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
});
