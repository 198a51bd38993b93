import { newId, type BusEvent, type Principal } from '@plimsoll/shared';
import { testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';
import { assetMergeProjection } from './asset-merge.projection.js';

const NOW = new Date('2026-03-10T10:00:00.000Z');
const service = testSubgraph({
  database: ticketsDatabase,
  create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => NOW }),
});
let desk: Desk;
let agent: Principal;
beforeAll(async () => {
  desk = await tellOfDesk(service.test.database);
  agent = { subject: 'agent-1', roles: ['agent'], personId: desk.analyst };
});

/** Takes in an event of assets, as its consumer would. */
const merged = (duplicate: string, into: string) =>
  service.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    const type = 'plimsoll.asset.merged.v1';
    const event: BusEvent = {
      id: newId('evt'),
      producer: 'assets',
      position: 1,
      time: NOW.toISOString(),
      type,
      subject: duplicate,
      version: 2,
      data: { id: duplicate, into },
    };
    await assetMergeProjection(() => NOW).handlers[type]?.(tx, [event]);
  });

let keys = 0;
const opened = async (assetIds: string[]) => {
  const { openTicket } = await service.run<{ openTicket: { ticket: { id: string } } }>(
    `mutation ($input: OpenTicketInput!) { openTicket(input: $input) { ticket { id } userErrors { message } } }`,
    {
      input: {
        idempotencyKey: `k${(keys += 1)}`,
        subject: 'Help',
        kind: 'REQUEST',
        customerId: desk.customerA,
        assetIds,
      },
    },
    agent,
  );
  return openTicket.ticket.id;
};
const read = async (id: string) =>
  (
    await service.run<{ ticket: { version: number; assets: { nodes: { id: string }[] } } }>(
      `query ($id: ID!) { ticket(id: $id) { version assets(first: 10) { nodes { id } } } }`,
      { id },
      agent,
    )
  ).ticket;

describe('tickets about an asset that was merged', () => {
  it('are about what it turned out to be, those that come later too, however often it is told', async () => {
    const { web, database } = desk;
    const [one, both, other] = [await opened([web]), await opened([database, web]), await opened([database])];
    await merged(web, database);
    await merged(web, database);
    expect(await read(one)).toEqual({ version: 2, assets: { nodes: [{ id: database }] } });
    expect(await read(both)).toEqual({ version: 2, assets: { nodes: [{ id: database }] } });
    expect((await read(other)).version).toBe(1);
    const late = await opened([web]);
    expect((await read(late)).assets.nodes).toEqual([{ id: database }]);
    const told = (await service.events()).filter(
      ({ subject, type }) => subject === one && type === 'plimsoll.ticket.updated.v1',
    );
    expect(told.map(({ data }) => data['assetIds'])).toEqual([[database]]);
    const { ticket } = await service.run<{ ticket: { history: { nodes: object[] } } }>(
      `query ($id: ID!) { ticket(id: $id) { history(first: 1) { nodes { reason fields { name } } } } }`,
      { id: one },
      agent,
    );
    expect(ticket.history.nodes).toEqual([
      { reason: 'The asset was merged into another one.', fields: [{ name: 'assetIds' }] },
    ]);
  });

  it('follow one merge after another', async () => {
    const [first, second] = [newId('ast'), newId('ast')];
    const id = await opened([desk.database]);
    await merged(desk.database, first);
    await merged(first, second);
    expect((await read(id)).assets.nodes).toEqual([{ id: second }]);
    expect((await read(await opened([desk.web]))).assets.nodes).toEqual([{ id: second }]);
  });
});
