import { createLogger, type Principal } from '@plimsoll/shared';
import { ContactGuard } from './contact-guard.js';

const contact: Principal = { subject: 'c', roles: ['contact'], customerId: 'cus_a', contactId: 'con_a' };

function guarded(answer: () => boolean) {
  let now = 0;
  const asked: string[] = [];
  const guard = new ContactGuard(
    async (contactId) => {
      asked.push(contactId);
      await Promise.resolve();
      return answer();
    },
    createLogger('gateway', { destination: { write: () => undefined } }),
    () => now,
  );
  return { guard, asked, pass: (milliseconds: number) => (now += milliseconds) };
}

describe('the guard of contacts', () => {
  it('asks about contacts alone, once for ten seconds, and once for requests at the same time', async () => {
    const { guard, asked, pass } = guarded(() => true);
    const others: Principal[] = [
      { subject: 's', roles: ['agent'], contactId: 'con_a' },
      { subject: 'p', roles: ['partner'], partnerId: 'par_a' },
      { subject: 'c', roles: ['contact'], customerId: 'cus_a' },
    ];
    for (const principal of others) expect(await guard.admit(principal, 'r')).toBe(principal);
    expect(asked).toEqual([]);
    await Promise.all([guard.admit(contact, 'r'), guard.admit(contact, 'r')]);
    pass(9_999);
    expect(await guard.admit(contact, 'r')).toBe(contact);
    expect(asked).toEqual(['con_a']);
    pass(1);
    await guard.admit(contact, 'r');
    expect(asked).toEqual(['con_a', 'con_a']);
  });

  it('refuses one that is deactivated, ten seconds later at most, until it is activated', async () => {
    let isActive = true;
    const { guard, pass } = guarded(() => isActive);
    await guard.admit(contact, 'r');
    isActive = false;
    pass(10_000);
    await expect(guard.admit(contact, 'r')).rejects.toMatchObject({
      extensions: { code: 'UNAUTHENTICATED' },
    });
    isActive = true;
    pass(10_000);
    expect(await guard.admit(contact, 'r')).toBe(contact);
  });

  it('keeps to the last answer for an hour while nobody answers, and lets no stranger in', async () => {
    let isAway = false;
    const { guard, pass } = guarded(() => {
      if (isAway) throw new Error('away');
      return true;
    });
    await guard.admit(contact, 'r');
    isAway = true;
    pass(3_599_999);
    expect(await guard.admit(contact, 'r')).toBe(contact);
    pass(1);
    await expect(guard.admit(contact, 'r')).rejects.toMatchObject({
      extensions: { code: 'AUTHENTICATION_UNAVAILABLE' },
    });
    await expect(guard.admit({ ...contact, contactId: 'con_b' }, 'r')).rejects.toMatchObject({
      extensions: { code: 'AUTHENTICATION_UNAVAILABLE' },
    });
  });
});
