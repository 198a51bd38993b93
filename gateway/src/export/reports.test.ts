import { buildSchema, parse, validate } from 'graphql';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readReport } from './period.rules.js';
import { cellAt, REPORTS } from './reports.js';

const NOW = new Date('2026-03-20T00:00:00Z');
const read = (parameters: Record<string, unknown>) =>
  readReport(parameters, 'days', ['SEGMENT', 'PLAN'], NOW);

describe('the tables of reports', () => {
  const supergraph = readFileSync(join(__dirname, '../../supergraph.graphql'), 'utf8');

  it.each(Object.entries(REPORTS))(
    '%s asks what the graph answers, for each of its columns',
    (_name, report) => {
      const document = parse(report.query);
      expect(validate(buildSchema(supergraph, { assumeValidSDL: true }), document)).toEqual([]);
      for (const [, path] of report.columns) {
        for (const field of path.split('.')) expect(report.query).toMatch(new RegExp(`\\b${field}\\b`));
      }
      expect(new Set(report.columns.map(([column]) => column)).size).toBe(report.columns.length);
    },
  );

  it('take what a row has, wherever that is, and nothing where it has nothing', () => {
    const row = {
      key: 'SMB',
      revenue: null,
      credits: [
        { amount: '1.50', currency: 'EUR' },
        { amount: '2.00', currency: 'USD' },
      ],
      logoChurn: { ratio: null, denominator: 0 },
    };
    const cells = ['key', 'revenue.start.amount', 'credits', 'logoChurn.ratio', 'logoChurn.denominator'];
    expect(cells.map((path) => cellAt(row, path))).toEqual(['SMB', undefined, '1.50 EUR; 2.00 USD', null, 0]);
  });
});

describe('the address of a report', () => {
  it('says of what it is, or the last month that is over', () => {
    expect(read({})).toEqual({ from: '2026-02-01', to: '2026-03-01', by: 'SEGMENT' });
    expect(read({ by: 'plan', from: '2025-01-01', to: '2026-01-01' })).toEqual({
      from: '2025-01-01',
      to: '2026-01-01',
      by: 'PLAN',
    });
    expect(readReport({ month: '2026-01' }, 'instants', ['MONTH'], NOW)).toEqual({
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-02-01T00:00:00.000Z',
      by: 'MONTH',
    });
  });

  it('is refused where it is half or unknown', () => {
    expect(() => read({ by: 'COLOUR' })).toThrow('"by" is one of SEGMENT, PLAN.');
    expect(() => read({ by: ['PLAN', 'PLAN'] })).toThrow('"by" is one of');
    expect(() => read({ from: '2026-01-01' })).toThrow('Give "from" and "to"');
    expect(() => read({ when: 'now' })).toThrow('no parameter "when"');
  });
});
