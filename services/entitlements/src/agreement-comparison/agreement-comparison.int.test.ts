import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';

const service = accountService();

describe('compareAgreements', () => {
  it('answers whoever sees both', async () => {
    await loadAccounts(service);
    const a = await idOf(service, 'agreement', 'sla-1');
    const b = await idOf(service, 'agreement', 'sla-2');
    const compare = (caller?: Parameters<typeof service.run>[2]) =>
      service.run(
        `query ($a: ID!, $b: ID!) { compareAgreements(a: $a, b: $b) { verdict first { validFrom } second { validFrom }
           promises { field priority first second verdict } } }`,
        { a, b },
        caller,
      );
    expect(await compare(testCallers.agent)).toMatchObject({
      compareAgreements: {
        verdict: 'STRICTER',
        first: { validFrom: '2025-01-01' },
        second: { validFrom: '2026-01-01' },
      },
    });
    for (const caller of [testCallers.partner('par_x'), testCallers.contact('cus_x'), testCallers.nobody]) {
      expect(await compare(caller)).toEqual({ compareAgreements: null });
    }
  });
});
