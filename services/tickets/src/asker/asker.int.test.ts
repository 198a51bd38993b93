import 'reflect-metadata';
import type { BusEvent, Principal, Projection } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { accountProjections } from '../account/index.js';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';
import { caseAllowanceProjection } from './index.js';

const service = testSubgraph({ database: ticketsDatabase, create: createTicketsSubgraph });
let desk: Desk;
let keys = 0;

async function tell(noun: string, subject: string, version: number, data: object): Promise<void> {
  const type = `plimsoll.${noun}.updated.v1`;
  const projections: Projection[] = [...accountProjections, caseAllowanceProjection];
  const handler = projections.find(({ handlers }) => type in handlers)?.handlers[type];
  const event: BusEvent = {
    id: 'evt_x',
    producer: 'entitlements',
    position: 1,
    time: '',
    type,
    subject,
    version,
    data: { id: subject, externalId: null, source: null, ...data },
  };
  await service.test.database.transaction(
    { kind: 'SYSTEM' },
    (tx) => handler?.(tx, [event]) ?? Promise.resolve(),
  );
}

interface Answer {
  ticket: { id: string; version: number } | null;
  userErrors: { code: string; message: string; path: string[] }[];
}
async function mutate(name: string, type: string, input: object, caller: Principal): Promise<Answer> {
  const { result } = await service.run<{ result: Answer }>(
    `mutation ($input: ${type}!) { result: ${name}(input: $input) { ticket { id version } userErrors { code message path } } }`,
    { input },
    caller,
  );
  return result;
}
const open = (caller: Principal, input: object = {}) => {
  keys += 1;
  return mutate(
    'openTicket',
    'OpenTicketInput',
    { idempotencyKey: `k${keys}`, subject: 'Help', ...input },
    caller,
  );
};
const contactOfA = (): Principal => ({ ...testCallers.contact(desk.customerA), contactId: desk.contactA });
const count = async () =>
  (await service.run<{ tickets: { totalCount: number } }>('{ tickets { totalCount } }')).tickets.totalCount;

beforeAll(async () => {
  desk = await tellOfDesk(service.test.database);
});

describe('a deactivated contact', () => {
  it('asks for nothing, and nobody asks for it, until activated', async () => {
    const { ticket } = await open(contactOfA());
    expect(ticket).not.toBeNull();
    await tell('contact', desk.contactA, 2, { customerId: desk.customerA, active: false });
    const before = await count();
    const refused = (path: string[]) => ({
      ticket: null,
      userErrors: [
        { code: 'CONTACT_INACTIVE', message: expect.stringContaining('deactivated') as string, path },
      ],
    });
    expect(await open(contactOfA())).toEqual(refused([]));
    const forContact = { customerId: desk.customerA, contactId: desk.contactA };
    expect(await open(testCallers.agent, forContact)).toEqual(refused(['contactId']));
    expect(await open(testCallers.partner(desk.partnerA), forContact)).toEqual(refused(['contactId']));
    const step = { id: ticket?.id, expectedVersion: 1 };
    expect(await mutate('closeTicket', 'CloseTicketInput', step, contactOfA())).toEqual(refused([]));
    expect(await mutate('reopenTicket', 'TicketStepInput', step, contactOfA())).toEqual(refused([]));
    const reply = { idempotencyKey: 'r', ticketId: ticket?.id, text: 'Hello', public: true };
    expect(await mutate('replyToTicket', 'ReplyToTicketInput', reply, contactOfA())).toEqual(refused([]));
    expect(await count()).toBe(before);
    // Its colleagues, and the desk without it, ask as before.
    expect((await open(testCallers.contact(desk.customerA))).userErrors).toEqual([]);
    expect((await open(testCallers.agent, { customerId: desk.customerA })).userErrors).toEqual([]);

    await tell('contact', desk.contactA, 1, { customerId: desk.customerA, active: true });
    expect((await open(contactOfA())).userErrors).toMatchObject([{ code: 'CONTACT_INACTIVE' }]);
    await tell('contact', desk.contactA, 3, { customerId: desk.customerA, active: true });
    expect((await open(contactOfA())).userErrors).toEqual([]);
  });
});

describe('a customer whose cases are used up', () => {
  it('is refused tickets by contacts and partners, not by staff, until it is told otherwise', async () => {
    const told = (version: number, refused: boolean) =>
      tell('case_allowance', desk.customerA, version, {
        customerId: desk.customerA,
        allowed: 12,
        used: 12,
        refused,
      });
    await told(1, true);
    const before = await count();
    const refusal = {
      ticket: null,
      userErrors: [
        {
          code: 'CASES_USED_UP',
          message: expect.stringContaining('All 12 cases of this contract year are used') as string,
          path: ['customerId'],
        },
      ],
    };
    expect(await open(contactOfA())).toEqual(refusal);
    expect(await open(testCallers.partner(desk.partnerA), { customerId: desk.customerA })).toEqual(refusal);
    expect(await count()).toBe(before);
    expect((await open(testCallers.agent, { customerId: desk.customerA })).userErrors).toEqual([]);
    expect((await open(testCallers.contact(desk.customerB))).userErrors).toEqual([]);
    await told(3, false);
    await told(2, true);
    expect((await open(contactOfA())).userErrors).toEqual([]);
  });
});
