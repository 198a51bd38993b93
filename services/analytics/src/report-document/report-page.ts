import { stringify } from 'csv-stringify/sync';
import { Liquid } from 'liquidjs';
import { DateTime } from 'luxon';
import { chartSvg } from './report-chart.js';
import { cellText, type ReportDocument, type ReportSection } from './report-document.rules.js';

/** Every value is escaped unless a template says otherwise; the charts alone say so, which this code has drawn. */
const engine = new Liquid({ outputEscape: 'escape', strictVariables: true, strictFilters: true });

const PAGE = engine.parse(`<!doctype html>
<html lang="{{ locale }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ title }}: {{ period }}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; color: #1b1f24; max-width: 760px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .25rem; }
.period, .note, footer { color: #57606a; } .note { margin: 0 0 .75rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid #d0d7de; text-align: left; } .figure { text-align: right; }
svg { max-width: 100%; height: auto; }
@media print { body { margin: 0; max-width: none; } section { break-inside: avoid; } }
</style>
</head>
<body>
<h1>{{ title }}</h1>
<p class="period">{{ period }} ({{ timeZone }})</p>
{%- for section in sections %}
<section>
<h2>{{ section.heading }}</h2>
<p class="note">{{ section.note }}</p>
{%- if charts and section.chart %}
<figure>{{ section.chart | raw }}</figure>
{%- endif %}
{%- if section.rows.size == 0 %}
<p>There is nothing to tell of this period.</p>
{%- else %}
<table>
<thead><tr>{% for column in section.columns %}<th{% if column.figure %} class="figure"{% endif %}>{{ column.label }}</th>{% endfor %}</tr></thead>
<tbody>
{%- for row in section.rows %}
<tr>{% for cell in row %}<td{% if cell.figure %} class="figure"{% endif %}>{{ cell.text }}</td>{% endfor %}</tr>
{%- endfor %}
</tbody>
</table>
{%- endif %}
</section>
{%- endfor %}
<footer><p>{{ footer }}</p></footer>
</body>
</html>
`);

/**
 * A report as one HTML page that needs nothing else: to be looked at, mailed or printed.
 *
 * @param charts whether it shows them: mail programs show no SVG within a message
 */
export function reportPage(document: ReportDocument, { charts }: { charts: boolean }): string {
  const { locale, sections } = document;
  return String(
    engine.renderSync(PAGE, {
      ...document,
      charts,
      footer: footerOf(document),
      sections: sections.map((section) => ({
        heading: section.heading,
        note: section.note,
        chart: charts ? chartSvg(section, locale) : null,
        columns: section.columns.map(({ label, unit }) => ({ label, figure: unit !== 'TEXT' })),
        rows: textsOf(section, locale).map((row) =>
          row.map((text, index) => ({ text, figure: section.columns[index]?.unit !== 'TEXT' })),
        ),
      })),
    }),
  );
}

/** A report as plain text, for readers without HTML. */
export function reportText(document: ReportDocument): string {
  const parts = document.sections.map((section) => {
    const rows = textsOf(section, document.locale).map((row) =>
      row.map((text, index) => `${section.columns[index]?.label ?? ''}: ${text}`).join('; '),
    );
    return [section.heading, section.note, ...(rows.length === 0 ? ['Nothing.'] : rows)].join('\n');
  });
  return [`${document.title}\n${document.period} (${document.timeZone})`, ...parts, footerOf(document)].join(
    '\n\n',
  );
}

/** A text that a spreadsheet would run as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A section's table as CSV (RFC 4180): figures exact, texts that would be formulas with an apostrophe before them. */
export function sectionCsv({ columns, rows }: ReportSection): string {
  const safe = (text: string) => (FORMULA.test(text) ? `'${text}` : text);
  const cells = rows.map((row) =>
    row.map((cell, index) => {
      if (cell === null) return '';
      return columns[index]?.unit === 'TEXT' ? safe(String(cell)) : String(cell);
    }),
  );
  return stringify([columns.map(({ name }) => name), ...cells], { record_delimiter: 'windows' });
}

function textsOf({ columns, rows }: ReportSection, locale: string): string[][] {
  return rows.map((row) => columns.map((column, index) => cellText(row[index] ?? null, column, locale)));
}

function footerOf({ dataAsOf, timeZone, locale }: ReportDocument): string {
  if (dataAsOf === null) return 'Until when everything is in is not known.';
  const until = DateTime.fromJSDate(dataAsOf, { zone: timeZone })
    .setLocale(locale)
    .toLocaleString(DateTime.DATETIME_MED);
  return `Everything that happened until ${until} is in.`;
}
