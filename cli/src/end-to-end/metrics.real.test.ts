import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { sharedData } from '../import/testing/shared-data.js';
import { expectUnchanged, readImportedLines } from './imported-lines.js';
import { askMetrics, askOne, type MetricQuestion } from './metric-question.js';
import { ServedPlatform } from './served.js';

const data = sharedData();

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows the figures of its file
function figures<Figures>(file: string): Figures | undefined {
  return data ? (JSON.parse(readFileSync(join(data, file), 'utf8')) as Figures) : undefined;
}

/** All of the real data lies between these. */
const EVER = { from: '2009-01-01T00:00:00Z', to: '2030-01-01T00:00:00Z' };

describe('what is known of real incidents and cases, through the metrics layer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-real-metrics-'));
  let platform: ServedPlatform;

  const importFile = async (file: string, kind: string, mapping: string) => {
    const copy = join(folder, basename(file));
    copyFileSync(join(data, file), copy);
    const { code, out, err } = await platform.run(
      'import',
      copy,
      '--as',
      kind,
      '--map',
      mapping,
      '--source',
      mapping,
    );
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    expect(out).not.toContain('Rejected rows');
    return readImportedLines(out);
  };
  const rows = (input: Omit<MetricQuestion, 'from' | 'to'>) => askMetrics(platform, { ...EVER, ...input });
  const one = (input: Omit<MetricQuestion, 'from' | 'to'>) => askOne(platform, { ...EVER, ...input });

  beforeAll(async () => {
    platform = await ServedPlatform.start({ empty: true });
  }, 300_000);

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    expect(await platform?.stop()).toBe(0);
  }, 60_000);

  describe('the incidents of a status page', () => {
    const expected = figures<{
      incidents: number;
      updates: number;
      impact: Record<'critical' | 'major' | 'minor' | 'none' | 'maintenance', number>;
      mttr_minutes_excl_maintenance: { n: number; mean: number; median: number };
      union_downtime_minutes_excl_maintenance: number;
      union_downtime_major_critical: number;
      incidents_per_component: Record<string, number>;
    }>('github-status/expected.json');
    const unplanned = { dimension: 'planned', operator: 'EQ', values: ['false'] };
    const importPage = () => importFile('github-status/incidents.jsonl', 'incidents', 'statuspage-incidents');

    it('are imported whole, and a second time without a change', async () => {
      expect(await importPage()).toMatchObject([
        { kind: 'assets', created: 11 },
        { kind: 'incidents', created: expected?.incidents },
        { kind: 'status_updates', created: expected?.updates },
      ]);
      expectUnchanged(await importPage());
    }, 300_000);

    it('are as many of each severity, planned ones apart', async () => {
      expect(await rows({ measures: ['incidents'], dimensions: ['planned', 'severity'] })).toEqual([
        [false, 'SEV1', expected?.impact.critical],
        [false, 'SEV2', expected?.impact.major],
        [false, 'SEV3', expected?.impact.minor],
        [false, 'SEV4', expected?.impact.none],
        [true, null, expected?.impact.maintenance],
      ]);
    });

    it('took as long to restore, and united as long altogether', async () => {
      const { n, mean, median } = expected?.mttr_minutes_excl_maintenance ?? {
        n: NaN,
        mean: NaN,
        median: NaN,
      };
      const [count, meanSeconds, medianSeconds, outageSeconds] = await one({
        measures: ['incidentsUnplanned', 'restoreSecondsMean', 'restoreSecondsMedian', 'outageSeconds'],
        filters: [unplanned],
      });
      expect(count).toBe(n);
      expect(Number(meanSeconds) / 60).toBeCloseTo(mean, 4);
      expect(Number(medianSeconds) / 60).toBe(median);
      expect(Number(outageSeconds) / 60).toBe(expected?.union_downtime_minutes_excl_maintenance);
      const [worst] = await one({
        measures: ['outageSeconds'],
        filters: [unplanned, { dimension: 'severity', operator: 'IN', values: ['SEV1', 'SEV2'] }],
      });
      expect(Number(worst) / 60).toBe(expected?.union_downtime_major_critical);
    });

    it('hit as often each component', async () => {
      const found = await rows({
        measures: ['incidents'],
        dimensions: ['assetName'],
        filters: [{ dimension: 'assetName', operator: 'NE', values: [] }],
      });
      expect(Object.fromEntries(found)).toEqual(expected?.incidents_per_component);
    });
  });

  describe('the cases of a help desk', () => {
    const expected = figures<{
      events: number;
      cases: number;
      duration_days: { mean: number; median: number };
      customers: number;
      products: number;
      service_level: Record<string, number>;
      top_customers: [string, number][];
    }>('helpdesk/expected.json');
    const cases = [{ dimension: 'source', operator: 'EQ', values: ['helpdesk-log'] }];
    const days = (seconds: unknown) => Number(seconds) / 86_400;

    it('are imported whole', async () => {
      const lines = await importFile('helpdesk/helpdesk_sample.csv', 'tickets', 'helpdesk-log');
      expect(lines.find(({ kind }) => kind === 'tickets')).toMatchObject({ created: expected?.cases });
    }, 300_000);

    it('are of as many customers and products, and under the same service levels', async () => {
      expect(await one({ measures: ['ticketsOpened', 'ticketCustomers'], filters: cases })).toEqual([
        expected?.cases,
        expected?.customers,
      ]);
      // The log names a product, and the case is about the product's service in the asset graph.
      const services = await rows({ measures: ['ticketsOpened'], dimensions: ['assetName'], filters: cases });
      expect(services).toHaveLength(expected?.products ?? NaN);
      const levels = await rows({ measures: ['ticketsOpened'], dimensions: ['queueName'], filters: cases });
      expect(
        Object.fromEntries(
          levels.map(([name, count]) => [String(name).replace('Service level ', ''), count]),
        ),
      ).toEqual(expected?.service_level);
    });

    it('came most from the same customers', async () => {
      const most = await rows({
        measures: ['ticketsOpened'],
        dimensions: ['customerExternalId'],
        filters: cases,
        orderBy: [{ name: 'ticketsOpened', direction: 'DESC' }],
      });
      expect(most.slice(0, 4)).toEqual(expected?.top_customers.slice(0, 4));
    });

    it('took as long to close and to resolve', async () => {
      const [closed, mean, median] = await one({
        measures: ['ticketsClosed', 'closureSecondsMean', 'closureSecondsMedian'],
        filters: cases,
      });
      // Two cases never end; the published mean takes them until their last event.
      const open = unclosedDays(readFileSync(join(data, 'helpdesk/helpdesk_sample.csv'), 'utf8'));
      expect([closed, open.length]).toEqual([456, 2]);
      const all = days(mean) * Number(closed) + open.reduce((sum, length) => sum + length, 0);
      expect((all / (expected?.cases ?? NaN)).toFixed(4)).toBe(expected?.duration_days.mean.toFixed(4));
      expect(days(median).toFixed(4)).toBe(expected?.duration_days.median.toFixed(4));
      const [resolved, ...lengths] = await one({
        measures: ['ticketsResolved', 'resolutionSecondsMean', 'resolutionSecondsMedian'],
        filters: cases,
      });
      expect([resolved, ...lengths.map((seconds) => days(seconds).toFixed(4))]).toEqual([
        456,
        '11.3242',
        '6.0855',
      ]);
    });
  });
});

/** The days from the first to the last event of the cases without the event `Closed`. */
function unclosedDays(log: string): number[] {
  const times = new Map<string, { first: number; last: number; closed: boolean }>();
  for (const line of log.split('\n').slice(1)) {
    const [name = '', activity = '', , at = ''] = line.split(',');
    if (name === '') continue;
    const instant = Date.parse(`${at.replaceAll('/', '-').replace(' ', 'T')}Z`);
    const known = times.get(name) ?? { first: instant, last: instant, closed: false };
    times.set(name, {
      first: known.first,
      last: instant,
      closed: known.closed || activity === 'Closed',
    });
  }
  return [...times.values()]
    .filter(({ closed }) => !closed)
    .map(({ first, last }) => (last - first) / 86_400_000);
}
