import 'reflect-metadata';
import { testCallers, testLogger } from '@plimsoll/shared/testing';
import { accountService, idOf, NOW } from '../account.fixture.js';
import { partnerBooks } from '../customer/index.js';
import { partnerMoveJobs } from './index.js';

const service = accountService();
const { load, run } = service;

interface Payload {
  partner: { id: string; version: number } | null;
  userErrors: { code: string; path: string[] }[];
}

const ids: Record<string, string> = {};
const partner = (word: string) => testCallers.partner(ids[word] ?? '');

/** Moves a partner as it stands. */
async function move(word: string, parentWord: string | null): Promise<Payload> {
  const { partner: found } = await run<{ partner: { version: number } }>(
    `query ($id: ID!) { partner(id: $id) { version } }`,
    { id: ids[word] },
  );
  const parentId = parentWord === null ? null : ids[parentWord];
  const { updatePartner } = await run<{ updatePartner: Payload }>(
    `mutation ($input: UpdatePartnerInput!) { updatePartner(input: $input) {
       partner { id version } userErrors { code path } } }`,
    { input: { id: ids[word], expectedVersion: found.version, parentId, reason: `${word} moves` } },
  );
  return updatePartner;
}

describe('a book that takes longer than a request should', () => {
  const SIX_MINUTES_MS = 360_000;
  const jobs = (now = NOW) => {
    const { handlers } = partnerMoveJobs(
      { database: service.test.database, logger: testLogger(), clock: () => now },
      partnerBooks,
    );
    const job = { id: '1', attempt: 1 };
    return {
      move: () => handlers['move_partner']?.({ partnerId: ids['vast'] }, job),
      sweep: () => handlers['sweep_partner_moves']?.({}, job),
    };
  };
  const standing = async () =>
    (
      await run<{ partner: object }>(
        `query ($id: ID!) { partner(id: $id) { version parent { name } pendingMove { requestedAt parent { name } } } }`,
        { id: ids['vast'] },
      )
    ).partner;
  const seenBy = async (word: string) =>
    (
      await run<{ customers: { totalCount: number } }>(
        '{ customers(first: 1, filter: { search: "vast " }) { totalCount } }',
        {},
        partner(word),
      )
    ).customers.totalCount;

  beforeAll(async () => {
    await load('Partners', [
      { external_id: 'vast', name: 'Vast' },
      { external_id: 'upper', name: 'Upper' },
    ]);
    for (const word of ['vast', 'upper']) ids[word] = await idOf(service, 'partner', word);
    await service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(
        `insert into customer (id, version, csi, name, partner_id, partner_ids, access_since, created_at)
         select 'cus_vast' || n, 1, 'VAST-' || n, 'vast ' || n, $1, array[$1], now(), now() from generate_series(1, 5001) n`,
        [ids['vast']],
      ),
    );
  });

  it('is moved by a job, as a whole, and says so until then', async () => {
    expect(await move('vast', 'upper')).toEqual({
      partner: { id: ids['vast'], version: 1 },
      userErrors: [],
    });
    const waiting = { requestedAt: NOW.toISOString(), parent: { name: 'Upper' } };
    expect(await standing()).toEqual({ version: 1, parent: null, pendingMove: waiting });
    expect(await seenBy('upper')).toBe(0);
    await jobs().move();
    expect(await standing()).toEqual({ version: 2, parent: { name: 'Upper' }, pendingMove: null });
    expect(await seenBy('upper')).toBe(5_001);
    const { partner: found } = await run<{ partner: { history: { nodes: object[] } } }>(
      `query ($id: ID!) { partner(id: $id) { history(first: 1) { nodes { version reason fields { name } } } } }`,
      { id: ids['vast'] },
    );
    expect(found.history.nodes).toEqual([
      { version: 2, reason: 'vast moves', fields: [{ name: 'parentId' }] },
    ]);
    const events = (await service.events()).length;
    await jobs().move();
    expect((await service.events()).length).toBe(events);
  });

  it('stays where it is when that is said last, and is not lost with its worker', async () => {
    await move('vast', null);
    await move('vast', 'upper');
    await jobs().move();
    expect(await standing()).toEqual({ version: 2, parent: { name: 'Upper' }, pendingMove: null });
    await move('vast', null);
    await jobs().sweep();
    expect(await standing()).toMatchObject({ version: 2, pendingMove: { parent: null } });
    await jobs(new Date(NOW.getTime() + SIX_MINUTES_MS)).sweep();
    expect(await standing()).toEqual({ version: 3, parent: null, pendingMove: null });
    expect(await seenBy('upper')).toBe(0);
  });

  it('is refused at once where it cannot be moved, and dropped where it cannot be any more', async () => {
    expect(await move('vast', 'vast')).toMatchObject({ userErrors: [{ code: 'PARTNER_CYCLE' }] });
    expect(await standing()).toMatchObject({ pendingMove: null });
    await move('vast', 'upper');
    expect(await move('upper', 'vast')).toMatchObject({ userErrors: [] });
    await jobs().move();
    expect(await standing()).toEqual({ version: 3, parent: null, pendingMove: null });
  });
});
