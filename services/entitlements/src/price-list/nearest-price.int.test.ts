import 'reflect-metadata';
import fc from 'fast-check';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';
import { unitPriceFor } from './index.js';

const service = accountService();
const ids: Record<string, string> = {};

/** arbor > copse > thicket, bosk beside. */
beforeAll(async () => {
  await loadAccounts(service);
  await service.load('Partners', [
    { external_id: 'copse', name: 'Copse', parent: 'arbor' },
    { external_id: 'thicket', name: 'Thicket', parent: 'copse' },
  ]);
  for (const word of ['arbor', 'bosk', 'copse', 'thicket']) ids[word] = await idOf(service, 'partner', word);
  for (const word of ['basic', 'enterprise', 'dollar', 'bare']) ids[word] = await idOf(service, 'plan', word);
});

describe('the nearest price', () => {
  it('is the one that a search through all lists finds', async () => {
    const plans = ['basic', 'enterprise', 'dollar', 'bare'];
    // arbor > copse > thicket, and bosk; null: the company.
    const above: Record<string, (string | null)[]> = {
      thicket: ['thicket', 'copse', 'arbor', null],
      copse: ['copse', 'arbor', null],
      arbor: ['arbor', null],
      bosk: ['bosk', null],
      direct: [null],
    };
    const own: Record<string, [string, string] | undefined> = {
      basic: ['10', 'EUR'],
      enterprise: ['100', 'EUR'],
      dollar: ['12', 'USD'],
    };
    const owner = fc.constantFrom('thicket', 'copse', 'arbor', 'bosk', null);
    const list = fc.record({
      owner,
      currency: fc.constantFrom('EUR', 'USD', 'CHF'),
      from: fc.integer({ min: 1, max: 20 }),
      days: fc.option(fc.integer({ min: 1, max: 9 })),
      entries: fc.uniqueArray(
        fc.record({
          plan: fc.constantFrom(...plans),
          fromQuantity: fc.constantFrom(1, 5, 10),
          monthlyPrice: fc.integer({ min: 0, max: 200 }).map(String),
        }),
        { maxLength: 6, selector: ({ plan, fromQuantity }) => `${plan} ${fromQuantity}` },
      ),
    });
    const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}`;
    const questions = fc.array(
      fc.record({
        who: fc.constantFrom(...Object.keys(above)),
        plan: fc.constantFrom(...plans),
        quantity: fc.constantFrom(1, 4, 5, 9, 10, 100),
        on: fc.integer({ min: 1, max: 31 }),
      }),
      { minLength: 10, maxLength: 20 },
    );
    const session = service.test.database.session({ kind: 'SYSTEM' });
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(list, { maxLength: 12 }), questions, async (given, asked) => {
          // Of lists that overlap the first stays, as the constraint would have it.
          const lists = given
            .map((one, place) => ({
              ...one,
              id: `prl_${place}`,
              to: one.days === null ? 99 : one.from + one.days,
            }))
            .filter(
              (one, place, all) =>
                !all
                  .slice(0, place)
                  .some(
                    (other) =>
                      other.owner === one.owner &&
                      other.currency === one.currency &&
                      one.from < other.to &&
                      other.from < one.to,
                  ),
            );
          await session.query('delete from price_list');
          for (const { id, owner: word, currency, from, days, entries } of lists) {
            await session.query(
              `insert into price_list (id, version, name, partner_id, currency, valid_from, valid_to, entries)
               values ($1, 1, $1, $2, $3, $4, $5, $6)`,
              [
                id,
                word === null ? null : ids[word],
                currency,
                day(from),
                days === null ? null : day(from + days),
                JSON.stringify(entries.map(({ plan, ...entry }) => ({ ...entry, planId: ids[plan] }))),
              ],
            );
          }
          for (const { who, plan, quantity, on } of asked) {
            let expected: object | null = null;
            for (const word of above[who] ?? []) {
              const offers = lists
                .filter((one) => one.owner === word && one.from <= on && on < one.to)
                .flatMap((one) => {
                  const [best] = one.entries
                    .filter((entry) => entry.plan === plan && entry.fromQuantity <= quantity)
                    .sort((a, b) => b.fromQuantity - a.fromQuantity);
                  return best
                    ? [{ amount: best.monthlyPrice, currency: one.currency, priceListId: one.id }]
                    : [];
                })
                .sort((a, b) => (a.currency < b.currency ? -1 : 1));
              expected = offers.find(({ currency }) => currency === own[plan]?.[1]) ?? offers[0] ?? null;
              if (expected) break;
            }
            const [amount, currency] = own[plan] ?? [];
            expected ??= amount === undefined ? null : { amount, currency, priceListId: null };
            const found = await unitPriceFor(session, {
              partnerId: who === 'direct' ? null : (ids[who] ?? ''),
              planId: ids[plan] ?? '',
              quantity,
              on: day(on),
            });
            expect(found).toEqual(expected);
          }
        }),
        { numRuns: 25 },
      );
    } finally {
      await session.query('delete from price_list');
      await session.release();
    }
  });
});
