import { buildSchema, parse, validate } from 'graphql';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPage } from './report-page.rules.js';

describe('the address of a page', () => {
  it('asks for a report of a month, or as it says', () => {
    expect(readPage('service-levels', {}).variables).toEqual({
      report: 'SERVICE_LEVELS',
      frequency: 'MONTHLY',
      at: null,
    });
    expect(
      readPage('tickets', { frequency: 'weekly', at: '2026-03-02', timeZone: 'Europe/Berlin', locale: 'de' })
        .variables,
    ).toEqual({
      report: 'TICKETS',
      frequency: 'WEEKLY',
      at: '2026-03-02T00:00:00.000Z',
      timeZone: 'Europe/Berlin',
      locale: 'de',
    });
  });

  it('asks for what a customer got', () => {
    const { variables, html } = readPage('success', { csi: 'ABC-1', from: '2026-01-01', to: '2026-04-01' });
    expect(variables).toEqual({
      csi: 'ABC-1',
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-04-01T00:00:00.000Z',
    });
    expect(html({ customerByCsi: { successReport: { html: '<p>' } } })).toBe('<p>');
    expect(html({ customerByCsi: null })).toBeUndefined();
  });

  it('asks what the graph answers', () => {
    const graph = buildSchema(readFileSync(join(__dirname, '../../supergraph.graphql'), 'utf8'), {
      assumeValidSDL: true,
    });
    for (const { query } of [
      readPage('operations', {}),
      readPage('success', { csi: 'A', from: '2026-01-01', to: '2026-02-01' }),
    ]) {
      expect(validate(graph, parse(query))).toEqual([]);
    }
  });

  it('is refused where it is unknown, repeated or half', () => {
    expect(() => readPage('nothing', {})).toThrow('There is no page "nothing"');
    expect(() => readPage('tickets', { when: 'now' })).toThrow('no parameter "when"');
    expect(() => readPage('tickets', { at: ['a', 'b'] })).toThrow('more than once');
    expect(() => readPage('tickets', { frequency: 'daily' })).toThrow('WEEKLY or MONTHLY');
    expect(() => readPage('success', { csi: 'A' })).toThrow('Give "csi", "from" and "to".');
  });
});
