import 'reflect-metadata';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createEntitlementsSubgraph, entitlementsDatabase } from '../subgraph.js';

import { ensurePeople } from './index.js';

const service = testSubgraph({ database: entitlementsDatabase, create: createEntitlementsSubgraph });

const { load } = service;

const SHOWN = '{ id name email role timeZone version manager { externalId name } }';
async function person(externalId: string, caller?: Parameters<typeof service.run>[2]) {
  const { personByExternalId } = await service.run<{ personByExternalId: Record<string, unknown> | null }>(
    `query ($e: String!) { personByExternalId(source: "import", externalId: $e) ${SHOWN} }`,
    { e: externalId },
    caller,
  );
  return personByExternalId;
}

describe('people', () => {
  it('are imported with their managers, listed or not', async () => {
    const rows = [
      {
        external_id: 'ann',
        name: 'Ann',
        email: 'ann@example.com',
        role: 'engineer',
        manager: 'bob',
        time_zone: 'Europe/Berlin',
      },
      { external_id: 'bob', name: 'Bob', email: '', role: '', manager: 'zoe', time_zone: '' },
    ];
    expect(await load('People', rows)).toEqual({ created: 2, updated: 0, unchanged: 0, rejects: [] });
    expect(await load('People', rows)).toEqual({ created: 0, updated: 0, unchanged: 2, rejects: [] });
    expect(await person('ann')).toMatchObject({
      name: 'Ann',
      email: 'ann@example.com',
      timeZone: 'Europe/Berlin',
      manager: { externalId: 'bob', name: 'Bob' },
    });
    expect(await person('bob')).toMatchObject({ email: null, manager: { externalId: 'zoe', name: 'zoe' } });
  });

  it('keep what a row of name and external id does not mention', async () => {
    expect(await load('People', [{ external_id: 'ann', name: 'ann' }])).toMatchObject({ unchanged: 1 });
    expect(await load('People', [{ external_id: 'ann', name: 'Ann Lee' }])).toMatchObject({ updated: 1 });
    expect(await person('ann')).toMatchObject({
      name: 'Ann Lee',
      email: 'ann@example.com',
      role: 'engineer',
    });
    expect(await load('People', [{ external_id: 'new', name: 'new' }])).toMatchObject({ created: 1 });
  });

  it('never manage themselves, also over others', async () => {
    const report = await load('People', [
      { external_id: 'k', name: 'K', manager: 'l' },
      { external_id: 'l', name: 'L', manager: 'k' },
      { external_id: 'm', name: 'M' },
    ]);
    expect(report).toMatchObject({
      created: 1,
      rejects: [
        { line: 1, column: 'manager' },
        { line: 2, column: 'manager' },
      ],
    });
    expect(await person('k')).toBeNull();
    expect(await load('People', [{ external_id: 'zoe', name: 'Zoe', manager: 'ann' }])).toMatchObject({
      rejects: [{ line: 1, column: 'manager' }],
    });
    expect(await person('zoe')).toMatchObject({ name: 'zoe', manager: null });
  });

  it('are created when they are only named', async () => {
    const named = async (names: string[]) =>
      service.test.database.transaction({ kind: 'SYSTEM' }, (tx) => ensurePeople(tx, 'import', names));
    const first = await named(['ann', 'gil', 'gil']);
    expect([...first.keys()]).toEqual(['ann', 'gil']);
    expect(first.get('ann')).toBe((await person('ann'))?.['id']);
    expect(await named(['gil', 'ann'])).toEqual(first);
    expect(await named([first.get('gil') ?? ''])).toEqual(new Map([[first.get('gil'), first.get('gil')]]));
  });

  it('show outsiders their name alone, and the list to staff alone', async () => {
    for (const caller of [testCallers.partner('par_x'), testCallers.contact('cus_x')]) {
      expect(await person('ann', caller)).toMatchObject({
        name: 'Ann Lee',
        email: null,
        role: null,
        timeZone: null,
        manager: null,
      });
      expect(await service.run('{ people { totalCount nodes { id } } }', {}, caller)).toEqual({
        people: { totalCount: 0, nodes: [] },
      });
    }
    expect(await person('ann', testCallers.analyst)).toBeNull();
    expect(await person('ann', testCallers.nobody)).toBeNull();
  });

  it('travel in events and history without personal data', async () => {
    const told = (await service.events()).filter(({ type }) => type.startsWith('plimsoll.person.'));
    const allowed = new Set(['id', 'externalId', 'source']);
    expect(told.flatMap(({ data }) => Object.keys(data).filter((key) => !allowed.has(key)))).toEqual([]);
    const data = await service.run('{ people { nodes { history { nodes { fields { name } } } } } }');
    expect(JSON.stringify(data)).not.toContain('email');
  });

  it('take as many statements for many as for one, managers and history included', async () => {
    const list = (first: number) =>
      service.countStatements(
        'query ($n: Int!) { people(first: $n) { nodes { name manager { name manager { name } } history(first: 2) { totalCount nodes { at actor { name } } } } } }',
        { n: first },
      );
    await list(6);
    expect(await list(2)).toBe(await list(6));
  });
});
