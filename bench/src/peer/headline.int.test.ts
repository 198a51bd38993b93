import { join } from 'node:path';
import { emptyTestDatabase, testLogger } from '@plimsoll/shared/testing';
import { AS_OF, company, SEEDS, SMALL_COMPANY } from '../company/index.js';
import { HEADLINE, questionAbout } from '../platform/headline.js';
import { loadCompany } from '../platform/load-company.js';
import { startMeasuredPlatform, type MeasuredPlatform } from '../platform/measured-platform.js';
import { differencesOf } from './difference.rules.js';
import { Peer } from './peer.js';

interface Headline {
  whatIfOutage: { exposure: { customerCount: number; breachCount: number; serviceCredits: unknown[] } };
}

const PAGE = 25;

describe('the headline request as one statement', () => {
  let platform: MeasuredPlatform;
  let peer: Peer;

  // Declared before the databases: everything lets go of them before they are dropped.
  afterAll(async () => {
    await peer?.close();
    await platform?.stop();
  });

  const databases = new Map(
    ['entitlements', 'tickets', 'assets', 'analytics', 'bus', 'peer'].map((name) => [
      name,
      emptyTestDatabase(name),
    ]),
  );
  const urlOf = (name: string) => databases.get(name)?.url ?? '';

  beforeAll(async () => {
    platform = await startMeasuredPlatform({
      projectFolder: join(__dirname, '../../..'),
      urlOf,
      now: AS_OF,
      logger: testLogger(),
    });
    await loadCompany(
      platform.client,
      company(SMALL_COMPANY),
      () => platform.settled(),
      () => undefined,
    );
    await Peer.fill(urlOf('peer'), urlOf, __dirname);
    peer = await Peer.open(urlOf('peer'), __dirname);
  }, 120_000);

  it.each([
    ['the tenants of one host', SEEDS.host, SMALL_COMPANY.tenantsPerHost],
    ['the customers of one pod', SEEDS.pod, SMALL_COMPANY.customersPerPod],
    ['everybody', SEEDS.everybody, SMALL_COMPANY.pods * SMALL_COMPANY.customersPerPod],
  ])('answers for %s as the platform does', async (_whom, seed, customers) => {
    const question = await questionAbout(platform.client, seed, AS_OF);
    const answer = await platform.client.data<Headline>(HEADLINE, { input: question, first: PAGE });

    const differences = differencesOf(answer, JSON.parse(await peer.ask(question, PAGE, AS_OF)));

    expect(differences).toEqual([]);
    const { exposure } = answer.whatIfOutage;
    expect(exposure.customerCount).toBe(customers);
    expect(exposure.breachCount).toBeGreaterThan(0);
    expect(exposure.serviceCredits.length).toBeGreaterThan(0);
  });
});
