import 'reflect-metadata';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createEntitlementsSubgraph, entitlementsDatabase } from '../subgraph.js';

const service = testSubgraph({
  database: entitlementsDatabase,
  create: (dependencies) =>
    createEntitlementsSubgraph({ ...dependencies, clock: () => new Date('2026-03-10T12:00:00Z') }),
});

const { load } = service;

interface Payload {
  agreement: { id: string; version: number } | null;
  userErrors: { code: string; path: string[] }[];
}
const SHOWN =
  '{ id version name validFrom validTo uptimeTarget creditTiers { below percent } targets { priority firstResponse update resolution } }';
async function mutate(name: string, input: Record<string, unknown>): Promise<Payload> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const data = await service.run<{ result: Payload }>(
    `mutation ($input: ${type}!) { result: ${name}(input: $input) { agreement ${SHOWN} userErrors { code path } } }`,
    { input },
  );
  return data.result;
}
const read = (id: string, caller?: Parameters<typeof service.run>[2]) =>
  service.run<{ agreement: Record<string, unknown> | null }>(
    `query ($id: ID!) { agreement(id: $id) ${SHOWN} }`,
    { id },
    caller,
  );

// The clock stands at 2026-03-10.
describe('an agreement', () => {
  it('keeps its terms once in force, and is superseded by a version of its own', async () => {
    const made = await mutate('createAgreement', {
      idempotencyKey: 'gold-1',
      name: 'Gold',
      validFrom: '2026-01-01',
      uptimeTarget: '99.90',
      creditTiers: [
        { below: '99.0', percent: 25 },
        { below: '99.9', percent: 10 },
      ],
      targets: [{ priority: 'P1', firstResponse: 'PT15M' }],
    });
    expect(made).toMatchObject({
      agreement: { version: 1, uptimeTarget: '99.9', validTo: null },
      userErrors: [],
    });
    const id = made.agreement?.id ?? '';
    const events = (await service.events()).length;
    expect(await mutate('updateAgreement', { id, expectedVersion: 1, uptimeTarget: '99' })).toEqual({
      agreement: null,
      userErrors: [{ code: 'AGREEMENT_IN_FORCE', path: ['uptimeTarget'] }],
    });
    expect((await read(id)).agreement).toMatchObject({ version: 1, uptimeTarget: '99.9' });
    expect((await service.events()).length).toBe(events);

    const supersede = {
      idempotencyKey: 'gold-2',
      id,
      expectedVersion: 1,
      validFrom: '2026-04-01',
      uptimeTarget: '99.95',
    };
    const next = await mutate('supersedeAgreement', supersede);
    expect(next).toMatchObject({
      agreement: {
        version: 1,
        name: 'Gold',
        validFrom: '2026-04-01',
        validTo: null,
        uptimeTarget: '99.95',
        creditTiers: [
          { below: '99.9', percent: '10' },
          { below: '99', percent: '25' },
        ],
        targets: [{ priority: 'P1', firstResponse: 'PT15M', update: null, resolution: null }],
      },
      userErrors: [],
    });
    expect(await mutate('supersedeAgreement', supersede)).toEqual(next);
    expect((await read(id)).agreement).toMatchObject({
      version: 2,
      validTo: '2026-04-01',
      uptimeTarget: '99.9',
    });
    expect(
      (await service.events()).slice(-2).map(({ type, data }) => [type, data['validFrom'], data['validTo']]),
    ).toEqual([
      ['plimsoll.agreement.updated.v1', '2026-01-01', '2026-04-01'],
      ['plimsoll.agreement.created.v1', '2026-04-01', null],
    ]);
    // What others count on without asking: the targets, their calendar, and whether anybody is promised them.
    expect((await service.events()).at(-1)?.data).toMatchObject({
      status: 'IN_FORCE',
      calendarId: null,
      targets: [{ priority: 'P1', firstResponse: 'PT15M', update: null, resolution: null }],
    });
    const { agreement } = await service.run<{ agreement: { versions: unknown } }>(
      'query ($id: ID!) { agreement(id: $id) { versions { validFrom } } }',
      { id },
    );
    expect(agreement.versions).toEqual([{ validFrom: '2026-01-01' }, { validFrom: '2026-04-01' }]);
  });

  it('is changed freely until its first day, but never over another version', async () => {
    const made = await mutate('createAgreement', {
      idempotencyKey: 's-1',
      name: 'Silver',
      validFrom: '2026-05-01',
      uptimeTarget: '99',
    });
    const id = made.agreement?.id ?? '';
    expect(await mutate('updateAgreement', { id, expectedVersion: 1, uptimeTarget: '99.5' })).toMatchObject({
      agreement: { version: 2, uptimeTarget: '99.5' },
    });
    expect(
      await mutate('createAgreement', {
        idempotencyKey: 's-2',
        name: 'Silver',
        validFrom: '2026-06-01',
        uptimeTarget: '99',
      }),
    ).toEqual({ agreement: null, userErrors: [{ code: 'AGREEMENT_OVERLAP', path: ['validFrom'] }] });
    expect(
      await mutate('createAgreement', {
        idempotencyKey: 's-3',
        name: 'Silver',
        validFrom: '2026-04-01',
        validTo: '2026-05-01',
        uptimeTarget: '99',
      }),
    ).toMatchObject({ userErrors: [] });
    expect(await mutate('updateAgreement', { id, expectedVersion: 2, validFrom: '2026-04-15' })).toEqual({
      agreement: null,
      userErrors: [{ code: 'AGREEMENT_OVERLAP', path: ['validFrom'] }],
    });
    const list = await service.run(
      '{ agreements(filter: { search: "Silver", inForceOn: "2026-05-01" }) { totalCount } }',
    );
    expect(list).toEqual({ agreements: { totalCount: 1 } });
  });

  it('is imported, and a row that would change terms in force is refused alone', async () => {
    await load('Calendars', [
      { external_id: 'office', time_zone: 'Europe/Berlin', hours: 'Mon-Fri 09:00-17:00' },
    ]);
    const first = {
      external_id: 'E1',
      name: 'Enterprise',
      valid_from: '2024-01-01',
      uptime_target: '99.90',
      degraded_weight: '0.5',
      credit_tiers: '99.9:10;99.0:25',
      calendar: 'office',
      targets: 'P1:first_response=PT15M,update=PT1H,resolution=PT4H',
    };
    const other = { external_id: 'B1', name: 'Basic' };
    expect(await load('Agreements', [first, other])).toMatchObject({ created: 2, rejects: [] });
    expect(await load('Agreements', [first, other])).toMatchObject({ unchanged: 2, rejects: [] });
    const report = await load('Agreements', [
      { external_id: 'N1', name: 'New', valid_from: '2026-04-01' },
      { ...first, uptime_target: '99.5' },
      { external_id: 'N2', name: 'New', valid_from: '2026-05-01' },
      { external_id: 'N3', name: 'Faulty', calendar: 'nowhere' },
      { external_id: 'N4', name: 'Faulty', targets: 'P1:soon' },
      { external_id: 'N5', name: 'Faulty', valid_from: '2026-05-01', valid_to: '2026-05-01' },
    ]);
    expect(report).toMatchObject({ created: 1, updated: 0, unchanged: 0 });
    expect(report.rejects.map(({ line, column }) => [line, column])).toEqual([
      [2, 'uptimeTarget'],
      [3, 'validFrom'],
      [4, 'calendar'],
      [5, 'targets'],
      [6, 'validTo'],
    ]);
    expect(
      await load('Agreements', [
        { external_id: 'E2', name: 'Enterprise', valid_from: '2026-06-01', uptime_target: '99.95' },
        { ...first, valid_to: '2026-06-01' },
      ]),
    ).toMatchObject({ created: 1, updated: 1, rejects: [] });
    const { agreementByExternalId } = await service.run<{ agreementByExternalId: unknown }>(
      `{ agreementByExternalId(source: "import", externalId: "E1") { validTo degradedWeight calendar { hours } targets { priority resolution } } }`,
    );
    expect(agreementByExternalId).toEqual({
      validTo: '2026-06-01',
      degradedWeight: '0.5',
      calendar: { hours: 'Mon-Fri 09:00-17:00' },
      targets: [{ priority: 'P1', resolution: 'PT4H' }],
    });
  });

  it('is hidden from those whom no entitlement gives it', async () => {
    const { agreements } = await service.run<{ agreements: { nodes: { id: string }[] } }>(
      '{ agreements { nodes { id } } }',
    );
    const id = agreements.nodes[0]?.id ?? '';
    expect((await read(id, testCallers.agent)).agreement).not.toBeNull();
    for (const caller of [
      testCallers.partner('par_x'),
      testCallers.contact('cus_x'),
      testCallers.analyst,
      testCallers.nobody,
    ]) {
      expect((await read(id, caller)).agreement).toBeNull();
    }
  });

  it('takes as many statements for many as for one', async () => {
    const list = (first: number) =>
      service.countStatements(
        'query ($n: Int!) { agreements(first: $n) { nodes { name calendar { name } versions { id } } } }',
        { n: first },
      );
    await list(5);
    expect(await list(2)).toBe(await list(5));
  });
});
