import { dimensionNamed, dimensionsOf, measureNamed } from '../metric-catalog/index.js';
import { composeReport, type ReportQuestion } from './report-composition.js';
import { DEFINITIONS, labelOf, REPORTS } from './report-definition.rules.js';

describe('the reports', () => {
  it.each(REPORTS)('%s asks what the metrics layer knows', (name) => {
    for (const { measures, dimensions, drawn, by, heading } of DEFINITIONS[name].sections) {
      for (const measure of measures) {
        const found = measureNamed(measure);
        expect([heading, measure, found?.name]).toEqual([heading, measure, measure]);
        const allowed = found ? dimensionsOf(found) : [];
        for (const dimension of dimensions) {
          expect([heading, measure, dimension, allowed.includes(dimensionNamed(dimension)!)]).toEqual([
            heading,
            measure,
            dimension,
            true,
          ]);
        }
      }
      expect(measures).toEqual(expect.arrayContaining([...drawn]));
      if (by !== null) expect(measures).toContain(by);
    }
  });

  it('ask of a trend the eleven periods before too, by the wall of their reader', async () => {
    const asked: ReportQuestion[] = [];
    const document = await composeReport(
      {
        report: 'INCIDENTS',
        frequency: 'MONTHLY',
        from: new Date('2026-03-31T22:00:00Z'),
        to: new Date('2026-04-30T22:00:00Z'),
        timeZone: 'Europe/Berlin',
        locale: 'en',
        period: 'April 2026',
      },
      (question) => {
        asked.push(question);
        return Promise.resolve({
          columns: [
            { name: 'period', unit: null },
            { name: 'incidentsUnplanned', unit: 'COUNT' },
            { name: 'serviceCredits', unit: 'EUR' },
          ],
          rows: [['2026-04-01', 3, '1.50']],
        });
      },
      null,
    );
    expect(asked.map(({ from, to, grain }) => [from.toISOString(), to.toISOString(), grain])).toEqual([
      ['2025-04-30T22:00:00.000Z', '2026-04-30T22:00:00.000Z', 'MONTH'],
      ['2026-03-31T22:00:00.000Z', '2026-04-30T22:00:00.000Z', 'NONE'],
      ['2026-03-31T22:00:00.000Z', '2026-04-30T22:00:00.000Z', 'NONE'],
    ]);
    expect(document.sections[0]).toMatchObject({
      columns: [
        { name: 'period', label: 'Month', unit: 'TEXT' },
        { name: 'incidentsUnplanned', label: 'Incidents unplanned', unit: 'COUNT' },
        { name: 'serviceCredits', unit: 'MONEY', currency: 'EUR' },
      ],
      rows: [['2026-04', 3, '1.50']],
      chart: { kind: 'LINE', along: 'period', series: ['incidentsUnplanned'] },
    });
  });

  it('name columns as people read them', () => {
    expect(labelOf('ticketsOpened')).toBe('Tickets opened');
  });
});
