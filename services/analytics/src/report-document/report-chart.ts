import { createRequire } from 'node:module';
import type * as ECharts from 'echarts';
import { cellText, columnIndex, type ReportSection } from './report-document.rules.js';

// The package as it is shipped: its single modules ask again and again what NODE_ENV is, and fail where that changes.
const { init } = createRequire(import.meta.url)('echarts/dist/echarts.min') as typeof ECharts;

const SIZE = { width: 720, height: 280 };
/** Told apart by most people who see colours in another way (Okabe and Ito, 2008). */
const COLOURS = ['#0072b2', '#e69f00', '#009e73', '#d55e00', '#cc79a7', '#56b4e9', '#000000'];

/**
 * A section's chart as SVG, the same text for the same section; null where it has none, or nothing to show.
 *
 * @throws RangeError where the chart names a column that is not there
 */
export function chartSvg(section: ReportSection, locale: string): string | null {
  const { chart, rows, columns } = section;
  if (chart === null || rows.length === 0) return null;
  const along = columnIndex(section, chart.along);
  const series = chart.series.map((name) => columnIndex(section, name));
  const first = columns[series[0] ?? 0];
  const drawing = init(null, null, { renderer: 'svg', ssr: true, ...SIZE });
  try {
    drawing.setOption({
      animation: false,
      color: COLOURS,
      aria: { enabled: true, label: { description: section.heading } },
      grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true },
      legend: { top: 4, left: 'left' },
      xAxis: { type: 'category', data: rows.map((row) => String(row[along] ?? '–')) },
      yAxis: {
        type: 'value',
        axisLabel: { formatter: (value: number) => (first ? cellText(value, first, locale) : String(value)) },
      },
      series: series.map((index) => ({
        name: columns[index]?.label ?? '',
        type: chart.kind === 'LINE' ? ('line' as const) : ('bar' as const),
        showSymbol: false,
        silent: true,
        data: rows.map((row) => {
          const cell = row[index] ?? null;
          return cell === null ? null : Number(cell);
        }),
      })),
    });
    return withStableNames(drawing.renderToSVGString());
  } finally {
    drawing.dispose();
  }
}

/**
 * Names within a drawing are numbered over the life of a process: here from 0, and without the classes, which say
 * nothing but how the pointer behaves.
 */
function withStableNames(svg: string): string {
  const names = new Map<string, string>();
  const still = svg.replace(/<style[^>]*>.*?<\/style>/s, '').replaceAll(/ class="[^"]*"/g, '');
  return still.replaceAll(/zr\d+-/g, (name) => {
    const stable = names.get(name) ?? `chart${names.size}-`;
    names.set(name, stable);
    return stable;
  });
}
