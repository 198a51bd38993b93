import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';

const service = accountService();
const { run } = service;
let alder = '';

beforeAll(async () => {
  await loadAccounts(service);
  alder = await idOf(service, 'customer', 'alder');
});

interface Review {
  id: string;
  version: number;
  scheduledAt: string;
  status: string;
  every: string | null;
  summary: string | null;
}
interface Payload {
  review: Review | null;
  next: Review | null;
  userErrors: { code: string; path: string[] }[];
}
const FIELDS = 'id version scheduledAt status every summary';

async function take(mutation: string, input: object, caller?: Parameters<typeof run>[2]): Promise<Payload> {
  const type = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const { result } = await run<{ result: Payload }>(
    `mutation ($input: ${type}Input!) { result: ${mutation}(input: $input) {
       review { ${FIELDS} } next { ${FIELDS} } userErrors { code path } } }`,
    { input },
    caller,
  );
  return result;
}

let count = 0;
const schedule = (more: object = {}, caller?: Parameters<typeof run>[2]) => {
  count += 1;
  const input = { idempotencyKey: `review ${count}`, customerId: alder, scheduledAt: '2026-03-20T09:00:00Z' };
  return take('scheduleReview', { ...input, ...more }, caller);
};

describe('reviews with a customer', () => {
  it('follow one another once they are held, and also where one is cancelled', async () => {
    const { review: first } = await schedule({ every: 'P3M' });
    const held = await take('holdReview', { id: first?.id, expectedVersion: 1, summary: 'All well.' });
    expect(held.review).toMatchObject({ status: 'HELD', summary: 'All well.' });
    // Ten in Berlin; the 20th of June 2026 is a Saturday.
    expect(held.next).toMatchObject({
      status: 'SCHEDULED',
      scheduledAt: '2026-06-22T08:00:00.000Z',
      summary: null,
    });
    const cancelled = await take('cancelReview', {
      id: held.next?.id,
      expectedVersion: 1,
      reason: 'Holidays',
    });
    expect(cancelled.review?.status).toBe('CANCELLED');
    expect(cancelled.next?.scheduledAt).toBe('2026-09-22T08:00:00.000Z');
  });

  it('are held once, whoever else says so at the same moment', async () => {
    const { review } = await schedule({ every: 'P1M' });
    const input = { id: review?.id, expectedVersion: 1, summary: 'Twice' };
    const both = await Promise.all([take('holdReview', input), take('holdReview', input)]);
    expect(both.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(['CONFLICT']);
    const again = await take('holdReview', { ...input, expectedVersion: 2 });
    expect(again.userErrors[0]?.code).toBe('INVALID_TRANSITION');
  });

  it('can be moved while they are ahead, not into the past', async () => {
    const { review } = await schedule();
    const moved = { id: review?.id, expectedVersion: 1, scheduledAt: '2026-04-01T09:00:00Z', every: 'P6M' };
    expect((await take('rescheduleReview', moved)).review).toMatchObject({ version: 2, every: 'P6M' });
    const past = { id: review?.id, expectedVersion: 2, scheduledAt: '2026-03-10T23:29:59Z' };
    expect((await take('rescheduleReview', past)).userErrors).toMatchObject([
      { code: 'INVALID', path: ['scheduledAt'] },
    ]);
    expect((await schedule({ every: 'P1D' })).userErrors).toMatchObject([{ path: ['every'] }]);
    expect((await schedule({ customerId: 'cus_x' })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('are seen by the customer and its reseller, and changed by staff alone', async () => {
    const { review } = await schedule();
    const one = `query ($id: ID!) { customerReview(id: $id) { status customer { name } } }`;
    const seen = { customerReview: { status: 'SCHEDULED', customer: { name: 'Alder Works' } } };
    const [arbor, bosk] = [await idOf(service, 'partner', 'arbor'), await idOf(service, 'partner', 'bosk')];
    expect(await run(one, { id: review?.id }, testCallers.contact(alder))).toEqual(seen);
    expect(await run(one, { id: review?.id }, testCallers.partner(arbor))).toEqual(seen);
    expect(await run(one, { id: review?.id }, testCallers.partner(bosk))).toEqual({ customerReview: null });
    for (const caller of [testCallers.contact(alder), testCallers.partner(arbor), testCallers.agent]) {
      const tried = await take('cancelReview', { id: review?.id, expectedVersion: 1, reason: 'No' }, caller);
      expect(tried.userErrors[0]?.code).toBe('NOT_FOUND');
      expect((await schedule({}, caller)).userErrors[0]?.code).toBe('NOT_FOUND');
    }
    expect(await run(one, { id: review?.id })).toEqual(seen);
  });

  it('are listed for all customers with as many statements as for one', async () => {
    const document = `query ($first: Int!) { customers(first: $first) { nodes { reviews(first: 2) {
      totalCount nodes { scheduledAt owner { name } } } } } }`;
    const one = await service.countStatements(document, { first: 1 });
    expect(await service.countStatements(document, { first: 3 })).toBe(one);
  });
});

describe('reviews of a file', () => {
  it('are created, changed and left as they are; one bad row spoils only itself', async () => {
    const row = {
      external_id: 'r1',
      customer: 'birch',
      scheduled_at: '2026-01-05T10:00:00+01:00',
      every: 'P3M',
      status: 'HELD',
      closed_at: '2026-01-05T11:00:00Z',
      summary: 'All well',
    };
    const report = await service.load('CustomerReviews', [
      row,
      { ...row, external_id: 'r2', status: 'SCHEDULED' },
      { ...row, external_id: 'r3', every: 'P1D' },
    ]);
    expect(report.created).toBe(1);
    expect(report.rejects.map(({ line, column }) => `${line} ${column}`).sort()).toEqual([
      '2 closed_at',
      '3 every',
    ]);
    expect(await service.load('CustomerReviews', [row])).toMatchObject({ unchanged: 1 });
    expect(await service.load('CustomerReviews', [{ ...row, summary: 'Well' }])).toMatchObject({
      updated: 1,
    });
  });
});
