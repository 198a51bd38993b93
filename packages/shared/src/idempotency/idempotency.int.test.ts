import { testDatabase } from '../testing/index.js';
import { idempotently, type IdempotentRequest } from './idempotency.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const test = testDatabase({ name: 'idempotency_test' });

const request = (changes: Partial<IdempotentRequest> = {}): IdempotentRequest => ({
  principal: { subject: 'user-1' },
  mutation: 'createCustomer',
  key: 'key-1',
  body: { name: 'Acme', tags: ['a', 'b'] },
  ...changes,
});

let made = 0;
beforeEach(async () => {
  made = 0;
  await test.database.transaction(SYSTEM, (tx) => tx.query('delete from idempotency_record'));
});

const ask = (changes: Partial<IdempotentRequest> = {}, slow?: Promise<unknown>) =>
  test.database.transaction(SYSTEM, (tx) =>
    idempotently(tx, request(changes), async () => {
      made += 1;
      await slow;
      return { id: `cus_${made}` };
    }),
  );

describe('idempotently', () => {
  it('runs once for a key, whatever the order of the fields of the body', async () => {
    expect(await ask()).toEqual({ id: 'cus_1', repeated: false });
    expect(await ask({ body: { tags: ['a', 'b'], name: 'Acme', note: undefined } })).toEqual({
      id: 'cus_1',
      repeated: true,
    });
    expect(made).toBe(1);
  });

  it('refuses the key with another body', async () => {
    await ask();
    await expect(ask({ body: { name: 'Acme', tags: ['b', 'a'] } })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_MISMATCH',
      inputPath: ['idempotencyKey'],
    });
    expect(made).toBe(1);
  });

  it('counts a key for one caller and one mutation only', async () => {
    await ask();
    expect(await ask({ principal: { subject: 'user-2' } })).toEqual({ id: 'cus_2', repeated: false });
    expect(await ask({ mutation: 'createPartner' })).toEqual({ id: 'cus_3', repeated: false });
  });

  it('lets the second of two at once wait for the answer of the first', async () => {
    const slow = new Promise((resolve) => setTimeout(resolve, 150));
    const answers = await Promise.all([ask({}, slow), ask({}, slow), ask({}, slow)]);
    expect(answers.map(({ id }) => id)).toEqual(['cus_1', 'cus_1', 'cus_1']);
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
  });

  it('remembers nothing of a request that failed', async () => {
    const failing = test.database.transaction(SYSTEM, (tx) =>
      idempotently(tx, request(), () => Promise.reject(new Error('refused'))),
    );
    await expect(failing).rejects.toThrow('refused');
    expect(await ask()).toEqual({ id: 'cus_1', repeated: false });
  });
});
