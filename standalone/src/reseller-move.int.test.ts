import { ADMIN, testPlatform } from './testing/test-platform.js';

const PARTNERS = ['arbor', 'bosk', 'copse'] as const;
type Word = (typeof PARTNERS)[number];

/** What a partner finds of Copse's customer in each of the four services. */
interface Book {
  customers: { nodes: { name: string; serviceLevels: { product: { name: string } }[] }[] };
  tickets: { nodes: { subject: string }[] };
  assets: { nodes: { name: string }[] };
}

describe('a reseller that is moved below another one', () => {
  const platform = testPlatform();
  const ids = new Map<string, string>();

  const bookOf = async (word: Word) => {
    const principal = { subject: word, roles: ['partner' as const], partnerId: ids.get(word) ?? '' };
    const { data, errors } = await platform.ask<Book>(
      principal,
      `{ customers { nodes { name serviceLevels(month: null) { product { name } } } }
         tickets(first: 5) { nodes { subject } } assets(first: 5) { nodes { name } } }`,
    );
    expect(errors).toEqual([]);
    return {
      customers: data?.customers.nodes.map(({ name }) => name),
      measured: data?.customers.nodes.flatMap(({ serviceLevels }) =>
        serviceLevels.map(({ product }) => product.name),
      ),
      tickets: data?.tickets.nodes.map(({ subject }) => subject),
      assets: data?.assets.nodes.map(({ name }) => name),
    };
  };
  const nothing = { customers: [], measured: [], tickets: [], assets: [] };
  const chestnut = {
    customers: ['Chestnut'],
    measured: ['Suite'],
    tickets: ['Chestnut asks'],
    assets: ['chestnut-web'],
  };

  beforeAll(async () => {
    await platform.import(
      'importPartners',
      PARTNERS.map((word) => ({
        external_id: word,
        name: word,
        ...(word === 'copse' ? { parent: 'arbor' } : {}),
      })),
    );
    await platform.import('importAgreements', [
      { external_id: 'gold', name: 'Gold', valid_from: '2025-01-01', uptime_target: '99.9' },
    ]);
    await platform.import('importProducts', [{ external_id: 'suite', name: 'Suite' }]);
    await platform.import('importCustomers', [
      { external_id: 'chestnut', name: 'Chestnut', partner: 'copse' },
    ]);
    await platform.import('importEntitlements', [
      { customer: 'chestnut', product: 'suite', agreement: 'gold', valid_from: '2025-01-01' },
    ]);
    await platform.settled();
    await platform.import('importAssets', [
      { external_id: 'chestnut-web', name: 'chestnut-web', kind: 'service' },
    ]);
    await platform.import('importPlacements', [{ asset: 'chestnut-web', customer: 'chestnut' }]);
    await platform.import('importTickets', [
      {
        external_id: 'ticket',
        subject: 'Chestnut asks',
        opened_at: '2026-03-01T10:00:00Z',
        kind: 'REQUEST',
        customer: 'chestnut',
      },
    ]);
    await platform.settled();
    for (const word of PARTNERS) {
      const { data } = await platform.ask<{ partnerByExternalId: { id: string } }>(
        ADMIN,
        `query ($word: String!) { partnerByExternalId(source: "test", externalId: $word) { id } }`,
        { word },
      );
      ids.set(word, data?.partnerByExternalId.id ?? '');
    }
  }, 60_000);

  it('takes its customers out of sight of those it was below, into that of those it is below, in every service', async () => {
    expect(await bookOf('arbor')).toEqual(chestnut);
    expect(await bookOf('bosk')).toEqual(nothing);
    expect(await bookOf('copse')).toEqual(chestnut);
    const { data } = await platform.ask<{ updatePartner: { userErrors: object[] } }>(
      ADMIN,
      `mutation ($input: UpdatePartnerInput!) { updatePartner(input: $input) { userErrors { message } } }`,
      { input: { id: ids.get('copse'), expectedVersion: 1, parentId: ids.get('bosk'), reason: 'sold on' } },
    );
    expect(data?.updatePartner.userErrors).toEqual([]);
    await platform.settled();
    expect(await bookOf('arbor')).toEqual(nothing);
    expect(await bookOf('bosk')).toEqual(chestnut);
    expect(await bookOf('copse')).toEqual(chestnut);
  });
});
