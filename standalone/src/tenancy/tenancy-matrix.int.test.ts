import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getNamedType, isInputObjectType, isObjectType, parse } from 'graphql';
import { testPlatform, type Answer } from '../testing/test-platform.js';
import { anonymous, betrayals, isEmpty, refusalOf, surprises, withoutTime } from './answers.js';
import { escalate, keepOnCall } from './company/escalations.js';
import { converse, dress, draftTemplate, issueKeys, staffDesk } from './company/by-hand.js';
import { callersOf, type Caller } from './callers.js';
import { choosing as chosenOf, ghostOf, noting } from './choices.js';
import { keepAccounts, reportOn } from './company/intelligence.js';
import {
  accountsOf,
  capital,
  CATALOGUE,
  CROSSING,
  customersOf,
  DESK,
  estateOf,
  PLATFORM_INCIDENT,
  priceOf,
  ticketsOf,
  type CustomerWord,
  type Import,
} from './company/company.fixture.js';
import { inParallel } from './in-parallel.js';
import { differencesOf, leaksOf } from './leaks.js';
import { Questions, type Question, type Way } from './questions.js';
import { ANALYSED, answersOfAll, isTenant, mayRead } from './reading.js';
import { Records } from './records.js';
import { planWork } from './company/planned-work.js';
import { rollOutReleases } from './company/releases.js';
import { renewSubscriptions } from './company/renewals.js';
import { selectionOf } from './selection.js';
import { readSupergraph } from './supergraph.js';
import { provisionTenants } from './company/tenants.js';
import { linkTickets, liveThroughTickets } from './company/ticket-lives.js';
import { optionalIdentifiers, type Choose, type Named } from './values.js';
import { EMPTY_LISTS, ENTITIES, MUTATIONS_OF_TENANTS, QUERIES } from './visibility.js';

const graph = readSupergraph(readFileSync(join(__dirname, '../../../gateway/supergraph.graphql'), 'utf8'));
const questions = new Questions(graph);

/** Thousands of questions, each planned once: a busy machine takes its time. */
const LONG_ENOUGH = 180_000;
jest.setTimeout(LONG_ENOUGH);

/** Names of the callers; who they are is known once the records are. */
const OUTSIDERS = [
  'partner arbor',
  'partner bosk',
  'partner copse',
  'contact of alder',
  'analyst',
  'partner without a partner',
  'someone without a role',
  'nobody',
];
/** Those of them who find anything at all. */
const READERS = ['partner arbor', 'partner bosk', 'partner copse', 'contact of alder'];
/** Those whose records come first, and whose answers the others' records must not change. */
const FIRST = ['partner arbor', 'contact of alder'];
/** Those who go every way out of what is theirs: a reseller with one below it, one beside, and a contact. */
const REACHING = ['partner arbor', 'partner bosk', 'contact of alder'];

describe('the tenancy matrix', () => {
  let records: Records;
  // Declared before the platform, so that its connections are closed before the databases go.
  afterAll(() => records?.close());
  const platform = testPlatform();
  const callers = new Map<string, Caller>();
  /** Documents that the gateway finds too much, whoever asks. */
  const tooMuch = new Set<string>();
  /** A key of each reseller that may read, and nothing else. */
  let readingKeys = new Map<string, string>();
  /** What those asked first were told while they were alone. */
  const alone = new Map<string, unknown>();

  const load = async (...parts: (readonly Import[])[]) => {
    for (const part of parts) {
      for (const [mutation, rows] of part) await platform.import(mutation, rows);
      await platform.settled();
    }
  };

  const meet = async () => {
    await records.refresh();
    callers.clear();
    for (const caller of callersOf(records)) callers.set(caller.name, caller);
  };

  /** What is done for each of these customers and no file brings. */
  const serve = async (customers: readonly CustomerWord[]) => {
    for (const work of [escalate, linkTickets, renewSubscriptions, provisionTenants, keepAccounts])
      await work(platform, records, customers);
  };

  const callerNamed = (name: string) => {
    const caller = callers.get(name);
    if (!caller) throw new Error(`there is no caller ${name}`);
    return caller;
  };

  const ask = async (
    caller: Caller,
    { document, variables, shorter }: Way,
  ): Promise<Answer<Record<string, unknown>>> => {
    if (shorter && tooMuch.has(document)) return ask(caller, shorter);
    const answer = await platform.ask(caller.principal, document, variables);
    if (!shorter || answer.errors.every(({ extensions }) => extensions?.code !== 'LIMIT_EXCEEDED'))
      return answer;
    tooMuch.add(document);
    return ask(caller, shorter);
  };

  const choosing = (customer: CustomerWord) => chosenOf(records, customer);
  const GHOST: Choose = (type) => ghostOf(records)(type);

  const ownQuestions = (caller: Caller): Question[] =>
    graph.queries.flatMap((field) => {
      const choose = choosing(caller.own);
      return [
        questions.ofField(field, choose),
        ...questions.ofPaths(field, choose).map((way) => way.shorter ?? way),
      ];
    });

  beforeAll(async () => {
    records = new Records(platform);
    await load(
      CATALOGUE,
      [...accountsOf('arbor'), ...accountsOf('copse')],
      DESK,
      [...estateOf('arbor'), ...estateOf('copse')],
      PLATFORM_INCIDENT,
      [...ticketsOf('arbor'), ...ticketsOf('copse')],
    );
    await meet();
    readingKeys = await issueKeys(platform, records);
    await dress(platform, records);
    await draftTemplate(platform);
    await staffDesk(platform, records);
    await converse(platform);
    await keepOnCall(platform, records);
    await planWork(platform, records);
    await rollOutReleases(platform, records);
    await serve([...customersOf('arbor'), ...customersOf('copse')]);
    await liveThroughTickets(platform, records);
    await reportOn(platform);
    await platform.settled();
    await meet();
  }, LONG_ENOUGH);

  it('knows every type with a key, and every root field', () => {
    expect(Object.keys(ENTITIES)).toEqual(graph.entities.map(({ name }) => name).sort());
    expect(Object.keys(QUERIES)).toEqual(graph.queries.map(({ name }) => name).sort());
  });

  describe('before anyone else is there', () => {
    it.each(FIRST)(
      '%s is told of their own',
      async (name) => {
        const caller = callerNamed(name);
        const answers: unknown[] = [];
        await inParallel(ownQuestions(caller), async (question, index) => {
          answers[index] = await ask(caller, question);
        });
        alone.set(name, answers);
        expect(JSON.stringify(answers)).toContain(`${capital(caller.own)} company`);
      },
      LONG_ENOUGH,
    );
  });

  describe('with everybody', () => {
    beforeAll(async () => {
      await load(
        [...accountsOf('bosk'), ...accountsOf(null)],
        [...estateOf('bosk'), ...estateOf(null)],
        [...ticketsOf('bosk'), ...ticketsOf(null)],
      );
      await meet();
      await serve([...customersOf('bosk'), ...customersOf(null)]);
      await platform.settled();
      await meet();
    }, LONG_ENOUGH);

    it.each(FIRST)('%s is told what they were told when they were alone', async (name) => {
      const caller = callerNamed(name);
      const before = alone.get(name) as unknown[];
      const findings: string[] = [];
      await inParallel(ownQuestions(caller), async (question, index) => {
        const [then, now] = [withoutTime(before[index]), withoutTime(await ask(caller, question))];
        findings.push(...differencesOf(then, now).map((line) => `${question.root} ${line}`));
      });
      expect(findings).toEqual([]);
    });
  });

  describe('with everything that ties them together', () => {
    beforeAll(async () => {
      await load(CROSSING);
      await meet();
    }, LONG_ENOUGH);

    it.each(['staff', ...OUTSIDERS])(
      '%s finds what is theirs at each root field, and nothing else',
      async (name) => {
        const caller = callerNamed(name);
        const findings: string[] = [];
        await inParallel(graph.queries, async (field) => {
          const own = noting(choosing(caller.own));
          const question = questions.ofField(field, own);
          const answer = await ask(caller, question);
          findings.push(...surprises(question, answer), ...leaks(caller, question, answer, own.chosen));
          const isFound = !isEmpty(answer.data?.[field.name]);
          // Some records never have an identifier in another system.
          if (question.variables['externalId'] === '') return;
          const ought = mayRead(caller, QUERIES[field.name]) && !EMPTY_LISTS.includes(field.name);
          if (isFound !== ought) {
            findings.push(
              `${name} ${ought ? 'finds nothing' : 'finds something'} at ${question.root}: ${JSON.stringify(answer).slice(0, 300)}`,
            );
          }
        });
        expect(findings).toEqual([]);
      },
    );

    it.each(REACHING)('%s reaches nobody else through what is theirs', async (name) => {
      const caller = callerNamed(name);
      const findings: string[] = [];
      const own = choosing(caller.own);
      await inParallel(
        graph.queries.flatMap((field) => questions.ofPaths(field, own)),
        async (question) => {
          const answer = await ask(caller, question);
          findings.push(...surprises(question, answer), ...leaks(caller, question, answer));
        },
      );
      expect(findings).toEqual([]);
    });

    it.each(OUTSIDERS)('%s cannot tell a record of others from none, at any root field', async (name) => {
      const caller = callerNamed(name);
      const findings: string[] = [];
      await inParallel(graph.queries, async (field) => {
        const foreign = noting(choosing(caller.foreign));
        const ghost = noting(GHOST);
        const asked = questions.ofField(field, foreign);
        const [one, none] = [await ask(caller, asked), await ask(caller, questions.ofField(field, ghost))];
        findings.push(...leaks(caller, asked, one, foreign.chosen));
        if (answersOfAll(caller, asked.root)) return;
        if (foreign.chosen.length === 0 || foreign.chosen.some((record) => seenBy(caller, record))) return;
        findings.push(...betrayals(`${name} at ${asked.root}`, [one, foreign.chosen], [none, ghost.chosen]));
      });
      expect(findings).toEqual([]);
    });

    it.each(READERS)('%s finds nobody else by filter or search', async (name) => {
      const caller = callerNamed(name);
      const findings: string[] = [];
      await inParallel(graph.queries, async (field) => {
        for (const text of [caller.foreign, 'granite engineer']) {
          const foreign = noting(choosing(caller.foreign));
          const ghost = noting(GHOST);
          const ghosts = questions.ofFilters(field, ghost, 'ghost');
          for (const [index, asked] of questions.ofFilters(field, foreign, text).entries()) {
            const [one, none] = [await ask(caller, asked), await ask(caller, ghosts[index] as Way)];
            const root = `${asked.root}(filter: { ${asked.filter} })`;
            findings.push(...surprises(asked, one), ...leaks(caller, asked, one, foreign.chosen));
            const condition = JSON.stringify(asked.variables);
            if (foreign.chosen.some((record) => condition.includes(record.id) && seenBy(caller, record)))
              continue;
            findings.push(...betrayals(`${name} at ${root}`, [one, foreign.chosen], [none, ghost.chosen]));
          }
        }
      });
      expect(findings).toEqual([]);
    });

    it.each(OUTSIDERS)('%s is given no entity of others by any service', async (name) => {
      const caller = callerNamed(name);
      const findings: string[] = [];
      await inParallel(graph.entities, async ({ name: type, resolvedBy }) => {
        const [own, foreign, ghost] = [choosing(caller.own), choosing(caller.foreign), GHOST].map((choose) =>
          choose(type),
        ) as [Named, Named, Named];
        const told: string[] = [];
        for (const service of resolvedBy) {
          const answers = [];
          for (const record of [own, foreign, ghost])
            answers.push(await represent(caller, service, type, record));
          const [mine, theirs, none] = answers as [unknown, unknown, unknown];
          const root = `_entities of ${service}`;
          told.push(...differencesOf(anonymous(mine, [own]), anonymous(none, [ghost])));
          const readsAll = name === 'analyst' && (service === 'analytics' || ENTITIES[type] === 'ANALYSIS');
          if (readsAll) continue;
          findings.push(
            ...leaks(caller, { root }, theirs, [foreign]),
            ...leaks(caller, { root }, mine, [own]),
          );
          if (seenBy(caller, foreign)) continue;
          findings.push(
            ...betrayals(`${name} with ${type} at ${root}`, [theirs, [foreign]], [none, [ghost]]),
          );
        }
        const ought = mayRead(caller, ENTITIES[type]) || (name === 'analyst' && ANALYSED.includes(type));
        if (told.length > 0 !== ought && type !== 'OutageImpact')
          findings.push(`${name} ${ought ? 'is given no' : 'is given a'} ${type} by _entities: ${told[0]}`);
      });
      expect(findings).toEqual([]);
    });

    it('weighs an outage by the customers of whoever asks', async () => {
      const exposureTo = async (name: string, word: CustomerWord = 'alder') => {
        const assetIds = records
          .of('Asset', word)
          .filter(({ externalId }) => externalId === `${word}-database`)
          .map(({ id }) => id);
        const input = { assetIds, from: '2027-01-10T10:00:00Z', to: '2027-01-10T11:00:00Z' };
        const { data, errors } = await platform.ask<{ whatIfOutage: { exposure: unknown } | null }>(
          callerNamed(name).principal,
          `query WhatIf($input: OutageInput!) { whatIfOutage(input: $input) { exposure {
             customerCount
             monthlyRecurringRevenue { amount currency }
             customers(first: 10) { totalCount nodes { customer { externalId } } }
           } } }`,
          { input },
        );
        return data?.whatIfOutage?.exposure ?? errors[0]?.extensions?.code;
      };
      const alone = {
        customerCount: 1,
        // What it began with, and two units ordered since at the price of its reseller's list.
        monthlyRecurringRevenue: [{ amount: (3 * Number(priceOf('alder'))).toFixed(2), currency: 'EUR' }],
        customers: { totalCount: 1, nodes: [{ customer: { externalId: 'alder' } }] },
      };
      expect(await exposureTo('staff')).toMatchObject({ customerCount: 2, customers: { totalCount: 2 } });
      expect(await exposureTo('partner arbor')).toEqual(alone);
      expect(await exposureTo('contact of alder')).toEqual(alone);
      expect(await exposureTo('partner bosk')).toBe('NOT_FOUND');
      expect(await exposureTo('partner copse')).toBe('NOT_FOUND');
      const below = { customerCount: 1, customers: { nodes: [{ customer: { externalId: 'chestnut' } }] } };
      expect(await exposureTo('partner copse', 'chestnut')).toMatchObject(below);
      expect(await exposureTo('partner arbor', 'chestnut')).toMatchObject(below);
      expect(await exposureTo('partner bosk', 'chestnut')).toBe('NOT_FOUND');
    });

    it(
      'changes nothing for anyone without the right to it, and tells them nothing',
      async () => {
        const findings: string[] = [];
        const refusals = new Set<string>();
        let before = await records.fingerprint();
        // All tables are read again after some mutations together, not after each: every caller is refused all of them.
        for (let start = 0; start < graph.mutations.length; start += TOGETHER) {
          const group = graph.mutations.slice(start, start + TOGETHER);
          const attempts = group.flatMap((field) => OUTSIDERS.map((name) => [field, name] as const));
          await inParallel(attempts, async ([field, name]) => {
            const caller = callerNamed(name);
            const isTenants = MUTATIONS_OF_TENANTS.includes(field.name) && isTenant(caller);
            const input = getNamedType(field.args[0]?.type ?? field.type);
            const optional =
              isTenants && isInputObjectType(input)
                ? optionalIdentifiers(Object.values(input.getFields()))
                : [];
            for (const also of [undefined, ...optional]) {
              const foreign = noting(choosing(caller.foreign));
              const ghost = noting(GHOST);
              const asked = questions.ofMutation(field, foreign, also);
              if (isTenants && !foreign.chosen.some((record) => !seenBy(caller, record))) continue;
              const one = await ask(caller, asked);
              findings.push(...leaks(caller, asked, one, foreign.chosen));
              // A refusal that they were given for no record at all betrays none.
              const refusal = `${name} ${JSON.stringify(anonymous(one.data?.[field.name] ?? null, foreign.chosen))}`;
              if (one.data?.[field.name] == null || !refusals.has(refusal)) {
                const none = await ask(caller, questions.ofMutation(field, ghost, also));
                refusals.add(`${name} ${JSON.stringify(anonymous(none.data?.[field.name], ghost.chosen))}`);
                const where = `${name} at ${asked.root} ${also ?? ''}`;
                findings.push(...betrayals(where, [one, foreign.chosen], [none, ghost.chosen]));
              }
              const code = refusalOf(one, field.name);
              if (!(
                code === 'NOT_FOUND' ||
                (code === 'UNAUTHENTICATED' && name === 'nobody') ||
                (code === 'INVALID' && isTenants && also)
              )) {
                findings.push(
                  `${name} is not refused as if nothing were there at ${asked.root} ${also ?? ''}: ${JSON.stringify(one).slice(0, 300)}`,
                );
              }
            }
          });
          const after = await records.fingerprint();
          const sent = group.map(({ name }) => name).join(', ');
          findings.push(
            ...differencesOf(before, after).map(
              (line) => `${line.split(':')[0]} was changed by one of ${sent}`,
            ),
          );
          before = after;
        }
        expect(findings).toEqual([]);
      },
      LONG_ENOUGH,
    );
  });

  it(
    'lets a key that may only read change nothing, not even of its own reseller',
    async () => {
      const findings: string[] = [];
      const before = await records.fingerprint();
      await inParallel(graph.mutations, async (field) => {
        const { document, variables } = questions.ofMutation(field, choosing('alder'));
        const response = await fetch(platform.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-api-key': readingKeys.get('arbor') ?? '' },
          body: JSON.stringify({ query: document, variables }),
        });
        const answer = (await response.json()) as Answer<Record<string, unknown>>;
        const code = refusalOf({ data: answer.data ?? null, errors: answer.errors ?? [] }, field.name);
        if (code !== 'FORBIDDEN' && code !== 'NOT_FOUND')
          findings.push(`Mutation.${field.name} answers a key that may only read with ${code}`);
      });
      findings.push(...differencesOf(before, await records.fingerprint()));
      expect(findings).toEqual([]);
    },
    LONG_ENOUGH,
  );

  /** What `_entities` of one service answers for a record. */
  async function represent(caller: Caller, service: string, type: string, { id }: Named): Promise<unknown> {
    const subgraph = platform.subgraphs.get(service);
    const object = subgraph?.schema.getType(type);
    if (!subgraph || !isObjectType(object)) throw new Error(`${service} has no ${type}`);
    const names = new Set(graph.entities.map(({ name }) => name));
    const result = await subgraph.run({
      document: parse(
        `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} ${selectionOf(object, 1, names)} } }`,
      ),
      variables: { representations: [{ __typename: type, id }] },
      principal: caller.principal ?? { subject: 'anonymous', roles: [] },
      requestId: 'tenancy',
    });
    return JSON.parse(JSON.stringify(result));
  }

  function leaks(
    caller: Caller,
    { root }: Pick<Question, 'root'>,
    answer: unknown,
    asked: readonly Named[] = [],
  ): string[] {
    if (answersOfAll(caller, root)) return [];
    return leaksOf(answer, {
      caller: caller.name,
      root,
      sees: caller.sees,
      find: (id) => records.find(id),
      asked: asked.map(({ id }) => id),
    });
  }

  function seenBy(caller: Caller, { id }: Named): boolean {
    const record = records.find(id);
    return record !== undefined && caller.sees.has(record.owner);
  }
});

/** Mutations between two looks at all tables. */
const TOGETHER = 12;
