import { parse } from 'graphql';
import { testPlatform } from '../testing/test-platform.js';
import { isEmpty } from './answers.js';
import { callersOf, type Caller } from './callers.js';
import { choosing } from './choices.js';
import {
  accountsOf,
  CATALOGUE,
  CROSSING,
  CUSTOMERS,
  DESK,
  estateOf,
  PARTNERS,
  PLATFORM_INCIDENT,
  ticketsOf,
  type CustomerWord,
  type Import,
} from './company/company.fixture.js';
import { keepAccounts, reportOn } from './company/intelligence.js';
import { inParallel } from './in-parallel.js';
import { leaksOf } from './leaks.js';
import { mayRead } from './reading.js';
import { Records } from './records.js';
import { ASSET_FIGURES, CUSTOMER_FIGURES, REPORT_EXPORTS } from './visibility.js';

jest.setTimeout(180_000);

interface Catalogue {
  measures: { name: string; dimensions: string[] }[];
  dimensions: { name: string }[];
}
type Row = unknown[];

/** Those who have customers of their own and see nobody else's. */
const TENANTS = ['partner arbor', 'partner bosk', 'partner copse', 'contact of alder'];
/** Those who see nothing at all. */
const STRANGERS = ['partner without a partner', 'someone without a role'];
/** What no customer and no reseller is told of how the company works inside. */
const INTERNAL = ['queue', 'queueName', 'team', 'teamName', 'assignee', 'tier', 'accountManager'];
const INTERNAL_MEASURES = ['escalations', 'changesFinished', 'opportunities', 'costs'];
/** Measures of one question. */
const MOST = 12;

const DAY_MS = 86_400_000;
const PERIOD = {
  from: new Date(Date.now() - 120 * DAY_MS).toISOString(),
  to: new Date(Date.now() + 30 * DAY_MS).toISOString(),
};
const DATES = { from: PERIOD.from.slice(0, 10), to: PERIOD.to.slice(0, 10) };
/** When the company's incidents were. */
const MONTH = new Date(Date.now() - 1.5 * DAY_MS).toISOString().slice(0, 7);
const IN_WORDS = `from: "${PERIOD.from}", to: "${PERIOD.to}"`;
const IN_DATES = `from: "${DATES.from}", to: "${DATES.to}"`;

describe('figures, by who asks', () => {
  let records: Records;
  // Declared before the platform, so that its connections are closed before the databases go.
  afterAll(() => records?.close());
  const platform = testPlatform();
  const callers = new Map<string, Caller>();

  const load = async (...parts: (readonly Import[])[]) => {
    for (const part of parts) {
      for (const [mutation, rows] of part) await platform.import(mutation, rows);
      await platform.settled();
    }
  };

  beforeAll(async () => {
    records = new Records(platform);
    const every = [...PARTNERS, null];
    await load(
      CATALOGUE,
      every.flatMap(accountsOf),
      DESK,
      every.flatMap(estateOf),
      PLATFORM_INCIDENT,
      every.flatMap(ticketsOf),
      CROSSING,
    );
    await records.refresh();
    await keepAccounts(platform, records, Object.keys(CUSTOMERS) as CustomerWord[]);
    await reportOn(platform);
    await platform.settled();
    await records.refresh();
    for (const caller of callersOf(records)) callers.set(caller.name, caller);
  });

  const callerNamed = (name: string): Caller => {
    const caller = callers.get(name);
    if (!caller) throw new Error(`there is no caller ${name}`);
    return caller;
  };

  const leaks = (caller: Caller, root: string, answer: unknown): string[] =>
    leaksOf(answer, { caller: caller.name, root, sees: caller.sees, find: (id) => records.find(id) });

  const customerIds = (caller: Caller): string[] =>
    records
      .of('Customer')
      .filter(({ owner }) => caller.sees.has(owner))
      .map(({ id }) => id);

  const catalogueOf = async ({ principal }: Caller): Promise<Catalogue> => {
    const { data } = await platform.ask<{ metricCatalog: Catalogue }>(
      principal,
      '{ metricCatalog { measures { name dimensions } dimensions { name } } }',
    );
    if (!data) throw new Error('there is no catalogue');
    return data.metricCatalog;
  };

  const metrics = async (caller: Caller, input: Record<string, unknown>): Promise<Row[] | string> => {
    const { data, errors } = await platform.ask<{ metrics: { rows: Row[] } }>(
      caller.principal,
      'query ($input: MetricsInput!) { metrics(input: $input) { rows } }',
      { input: { ...PERIOD, ...input } },
    );
    return data?.metrics.rows ?? errors[0]?.message ?? 'nothing';
  };

  const recordsBehind = async (caller: Caller, measure: string, filters: unknown[] = []) => {
    const { data, errors } = await platform.ask<{ metricRecords: { totalCount: number; nodes: unknown[] } }>(
      caller.principal,
      `query ($measure: String!, $from: DateTime!, $to: DateTime!, $filters: [MetricFilter!]!) {
         metricRecords(measure: $measure, from: $from, to: $to, filters: $filters, first: 1000) {
           totalCount nodes { noun id at value currency } } }`,
      { ...PERIOD, measure, filters },
    );
    return data?.metricRecords ?? errors[0]?.message ?? 'nothing';
  };

  /** Measures by the dozen, of those that can be cut so. */
  const together = ({ measures }: Catalogue, dimension?: string): string[][] => {
    const names = measures
      .filter(({ dimensions }) => dimension === undefined || dimensions.includes(dimension))
      .map(({ name }) => name)
      // Grows while it is asked for.
      .filter((name) => !name.startsWith('backlogAge'));
    return Array.from({ length: Math.ceil(names.length / MOST) }, (_, index) =>
      names.slice(index * MOST, (index + 1) * MOST),
    );
  };

  it.each(TENANTS)(
    '%s is told figures of their own customers alone, cut by whatever they may',
    async (name) => {
      const caller = callerNamed(name);
      const staff = callerNamed('staff');
      const catalogue = await catalogueOf(caller);
      const own = customerIds(caller);
      const findings: string[] = [];
      const questions = [
        ...together(catalogue).map((measures) => ({ measures, dimensions: [] as string[] })),
        ...catalogue.dimensions.flatMap(({ name: dimension }) =>
          together(catalogue, dimension).map((measures) => ({ measures, dimensions: [dimension] })),
        ),
      ];
      let told = 0;
      await inParallel(questions, async (question) => {
        const root = `metrics(${question.dimensions[0] ?? ''}: ${question.measures.join(' ')})`;
        const mine = await metrics(caller, question);
        if (typeof mine === 'string') findings.push(`${name} is refused ${root}: ${mine}`);
        else told += mine.length;
        findings.push(...leaks(caller, root, mine));
        const filters = [{ dimension: 'customer', operator: 'IN', values: own }];
        const theirs = await metrics(staff, { ...question, filters });
        if (JSON.stringify(mine) !== JSON.stringify(theirs)) {
          findings.push(
            `${name} at ${root}: ${JSON.stringify(mine).slice(0, 300)} ≠ ${JSON.stringify(theirs).slice(0, 300)}`,
          );
        }
      });
      expect(findings).toEqual([]);
      expect(told).toBeGreaterThan(questions.length / 2);
    },
  );

  it.each(TENANTS)('%s finds their own records behind each figure, and no other', async (name) => {
    const caller = callerNamed(name);
    const catalogue = await catalogueOf(caller);
    const filters = [{ dimension: 'customer', operator: 'IN', values: customerIds(caller) }];
    const findings: string[] = [];
    await inParallel(together(catalogue).flat(), async (measure) => {
      const mine = await recordsBehind(caller, measure);
      findings.push(...leaks(caller, `metricRecords(${measure})`, mine));
      const theirs = await recordsBehind(callerNamed('staff'), measure, filters);
      if (JSON.stringify(mine) !== JSON.stringify(theirs))
        findings.push(`${name} at ${measure} is told others`);
    });
    expect(findings).toEqual([]);
  });

  it.each(TENANTS)(
    '%s is not told how the company works inside, nor that it could be asked',
    async (name) => {
      const caller = callerNamed(name);
      const mine = await catalogueOf(caller);
      const all = await catalogueOf(callerNamed('staff'));
      expect(await catalogueOf(callerNamed('analyst'))).toEqual(all);
      const names = new Set(mine.dimensions.map((dimension) => dimension.name));
      const hidden = all.dimensions.map((dimension) => dimension.name).filter((one) => !names.has(one));
      const measures = new Set(mine.measures.map((measure) => measure.name));
      const hiddenMeasures = all.measures.map((measure) => measure.name).filter((one) => !measures.has(one));
      expect(hidden).toEqual(expect.arrayContaining(INTERNAL));
      expect(hiddenMeasures).toEqual(expect.arrayContaining(INTERNAL_MEASURES));
      const [measure] = all.measures.filter(({ name: one }) => one === 'ticketsOpened');
      const findings: string[] = [];
      await inParallel([...hidden, 'madeUp'], async (dimension) => {
        const filters = [{ dimension, operator: 'EQ', values: ['L4'] }];
        const answers = [
          await metrics(caller, { measures: ['ticketsOpened'], dimensions: [dimension] }),
          await metrics(caller, { measures: ['ticketsOpened'], filters }),
          await recordsBehind(caller, 'ticketsOpened', filters),
          await (await platform.get(principalOf(caller), csvOf('ticketsOpened', [dimension]))).text(),
        ];
        for (const answer of answers) {
          const text = JSON.stringify(answer);
          const others = hidden.filter((one) => one !== dimension && new RegExp(`\\b${one}\\b`).test(text));
          if (!text.includes(`There is no dimension`) || others.length > 0)
            findings.push(`${name} by ${dimension}: ${text.slice(0, 300)} tells ${others.join(' ')}`);
        }
      });
      await inParallel([...hiddenMeasures, 'madeUp'], async (one) => {
        for (const answer of [await metrics(caller, { measures: [one] }), await recordsBehind(caller, one)]) {
          if (!JSON.stringify(answer).includes('There is no measure'))
            findings.push(`${name} is told ${one}: ${JSON.stringify(answer).slice(0, 300)}`);
        }
      });
      expect(measure?.dimensions).toEqual(expect.arrayContaining(['queue', 'team', 'assignee', 'tier']));
      expect(findings).toEqual([]);
    },
  );

  it.each([...TENANTS, 'analyst'])('%s takes away as CSV what they are told, and no more', async (name) => {
    const caller = callerNamed(name);
    const path = csvOf('ticketsOpened', ['customer', 'customerName']);
    const lines = (await (await platform.get(principalOf(caller), path)).text()).trim().split('\r\n');
    expect(lines[0]).toBe('customer,customerName,ticketsOpened');
    // What is nobody's has a line without a name.
    const named = lines.slice(1).flatMap((line) => line.split(',')[0] || []);
    const all = records.of('Customer').map(({ id }) => id);
    expect(named.sort()).toEqual((name === 'analyst' ? all : customerIds(caller)).toSorted());
    const findings: string[] = [];
    await inParallel(REPORT_EXPORTS, async ([audience, report]) => {
      const { from, to } = PERIOD;
      const answers = await Promise.all(
        [DATES, { from, to }].map((period) =>
          platform.get(
            principalOf(caller),
            `/export/${report}.csv?${new URLSearchParams(period).toString()}`,
          ),
        ),
      );
      const texts = await Promise.all(answers.map((answer) => answer.text()));
      const found = answers.some(
        ({ status }, index) => status === 200 && texts[index]?.trim().includes('\r\n'),
      );
      if (found !== mayRead(caller, audience))
        findings.push(
          `${name} ${found ? 'is given' : 'is refused'} ${report}: ${texts.join(' ').slice(0, 300)}`,
        );
      if (name !== 'analyst') findings.push(...leaks(caller, report, texts));
    });
    expect(findings).toEqual([]);
  });

  it.each(STRANGERS)('%s is told of nobody', async (name) => {
    const caller = callerNamed(name);
    const answer = await metrics(caller, { measures: ['ticketsOpened'], dimensions: ['customer'] });
    expect(answer).toEqual([]);
    expect(await metrics(caller, { measures: ['ticketsOpened', 'payingCustomers'] })).toEqual([[0, 0]]);
    expect(await recordsBehind(caller, 'ticketsOpened')).toMatchObject({ totalCount: 0 });
  });

  it.each([...TENANTS, 'analyst', ...STRANGERS])(
    '%s is told of a customer what their role may',
    async (name) => {
      const caller = callerNamed(name);
      const findings: string[] = [];
      const figures = [
        ...CUSTOMER_FIGURES.map((figure) => ['Customer', ...figure] as const),
        ...ASSET_FIGURES.map((figure) => ['Asset', ...figure] as const),
      ];
      await inParallel(figures, async ([type, audience, selection]) => {
        const field = selection
          .replace('IN_WORDS', IN_WORDS)
          .replace('IN_DATES', IN_DATES)
          .replace('MONTH', MONTH);
        const told = async (word: CustomerWord): Promise<unknown> => {
          const result = await platform.subgraphs.get('analytics')?.run({
            document: parse(
              `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { it: ${field} } } }`,
            ),
            variables: {
              representations: [{ __typename: type, id: choosing(records, word)(type).id }],
            },
            principal: principalOf(caller),
            requestId: 'figures',
          });
          const answer = JSON.parse(JSON.stringify(result)) as {
            data?: { _entities: ({ it: unknown } | null)[] };
            errors?: unknown;
          };
          if (answer.errors) findings.push(`${name} at ${field}: ${JSON.stringify(answer.errors)}`);
          return answer.data?._entities[0]?.it;
        };
        const [own, foreign] = [await told(caller.own), await told(caller.foreign)];
        const ought = mayRead(caller, audience);
        if (isEmpty(own) === ought)
          findings.push(
            `${name} is told ${ought ? 'no' : 'a'} ${field}: ${JSON.stringify(own)?.slice(0, 200)}`,
          );
        if (name === 'analyst') return;
        if (!isEmpty(foreign)) findings.push(`${name} is told others’ ${field}: ${JSON.stringify(foreign)}`);
        findings.push(...leaks(caller, field, own));
      });
      expect(findings).toEqual([]);
    },
  );
});

const principalOf = ({ principal }: Caller) => principal ?? { subject: 'anonymous', roles: [] };

function csvOf(measure: string, dimensions: readonly string[]): string {
  const question = { measures: measure, dimensions: dimensions.join(','), ...DATES };
  return `/export/metrics.csv?${new URLSearchParams(question).toString()}`;
}
