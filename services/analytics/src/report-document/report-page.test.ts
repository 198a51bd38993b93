import { XMLValidator } from 'fast-xml-parser';
import { cellText, type ColumnUnit, type ReportDocument } from './report-document.rules.js';
import { chartSvg } from './report-chart.js';
import { reportPage, reportText, sectionCsv } from './report-page.js';

const REPORT: ReportDocument = {
  title: 'Service levels <weekly>',
  period: '16–22 March 2026',
  timeZone: 'Europe/Berlin',
  locale: 'en-GB',
  dataAsOf: new Date('2026-03-22T23:00:00Z'),
  sections: [
    {
      heading: 'Uptime & credits',
      note: 'What is owed.',
      columns: [
        { name: 'month', label: 'Month', unit: 'TEXT' },
        { name: 'attainment', label: 'Attainment', unit: 'RATIO' },
        { name: 'credits', label: 'Credits', unit: 'MONEY', currency: 'EUR' },
      ],
      rows: [
        ['2026-02', 0.9931, '17728.81'],
        ['=cmd()', null, '-5'],
      ],
      chart: { kind: 'LINE', along: 'month', series: ['attainment'] },
    },
    { heading: 'Nothing', note: '', columns: [], rows: [], chart: null },
  ],
};

describe('a report', () => {
  it('is one page with its charts, in which every value is text', () => {
    const page = reportPage(REPORT, { charts: true });
    expect(page).toContain('<h1>Service levels &lt;weekly&gt;</h1>');
    expect(page).toContain('<h2>Uptime &amp; credits</h2>');
    expect(page).toContain('<td class="figure">99.3%</td><td class="figure">€17,728.81</td>');
    expect(page).toContain('<td>=cmd()</td><td class="figure">–</td><td class="figure">-€5.00</td>');
    expect(page).toContain('There is nothing to tell of this period.');
    expect(page).toContain('Everything that happened until 23 Mar 2026, 00:00 is in.');
    expect(page.match(/<svg /g)).toHaveLength(1);
    expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org\/)/);
    expect(reportPage(REPORT, { charts: false })).not.toContain('<svg');
  });

  it('draws a chart as a picture that is well-formed, and the same each time', () => {
    const [section] = REPORT.sections;
    const svg = section ? chartSvg(section, 'en-GB') : null;
    expect(XMLValidator.validate(svg ?? '')).toBe(true);
    expect(svg).toContain('2026-02');
    expect(svg).toMatch(/>\d+%<\/text>/);
    expect(svg).toContain('>Attainment</text>');
    expect(section && chartSvg(section, 'en-GB')).toBe(svg);
    expect(
      () => section && chartSvg({ ...section, chart: { kind: 'BAR', along: 'x', series: [] } }, 'en'),
    ).toThrow('has no column x');
  });

  it('is told in plain text too', () => {
    expect(reportText(REPORT)).toContain('Month: 2026-02; Attainment: 99.3%; Credits: €17,728.81');
  });

  it('gives tables whose figures are exact and in which nothing is a formula', () => {
    const [section] = REPORT.sections;
    expect(section && sectionCsv(section)).toBe(
      "month,attainment,credits\r\n2026-02,0.9931,17728.81\r\n'=cmd(),,-5\r\n",
    );
  });

  it.each<[ColumnUnit, string | number | null, string]>([
    ['SECONDS', 5_400, '1 hr 30 mins'],
    ['SECONDS', 90_061, '1 day 1 hr'],
    ['SECONDS', 0.4, '0 secs'],
    ['SECONDS', -75, '−1 min 15 secs'],
    ['COUNT', 1_234_567, '1,234,567'],
    ['PERCENT', '99.854194706146', '99.8542 %'],
    ['NUMBER', 1.005, '1.01'],
    ['MONEY', 12.5, '12.5'],
    ['TEXT', '', '–'],
    ['RATIO', null, '–'],
  ])('writes %s %s as %s', (unit, value, text) => {
    expect(cellText(value, { name: 'x', label: 'X', unit }, 'en-GB')).toBe(text);
  });
});
