import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { writePrivately } from '@plimsoll/standalone';
import { HttpSink, planFolder, runImport } from '../../import/index.js';
import type { PlatformClient } from '../../platform/platform.client.js';
import { askWhatIf, outageReport } from '../what-if/index.js';
import { routeTickets } from './demonstration-routing.js';
import type { GenerationOrder } from './generation.js';

const SOURCE = 'import';
/** The shared database of the demonstration company that most customers of Europe depend on. */
const SHOWN_ASSET = 'eu-orders-db';
const SHOWN_MINUTES = 45;
/** The reseller with customers of its own and a reseller below it. */
const SHOWN_PARTNER = 'PAR-FENNMARK';

/** How far the loading has come; `asOf` is fixed at the first attempt, so that a second one repeats it exactly. */
interface Progress {
  asOf: string;
  loaded: boolean;
}

/** Loads the demonstration company into a new data folder; takes up a loading that was cut off. */
export async function loadDemonstration(
  dataFolder: string,
  client: PlatformClient,
  print: (line: string) => void,
): Promise<void> {
  const file = join(dataFolder, 'demonstration.json');
  const progress: Progress = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Progress)
    : { asOf: new Date().toISOString(), loaded: false };
  if (progress.loaded) return;
  writePrivately(file, progress);
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-demonstration-'));
  try {
    print('Loading the demonstration company …');
    await generate({ folder, asOf: progress.asOf });
    const sink = new HttpSink(client);
    const summary = await runImport({
      stages: await planFolder(folder),
      sink,
      source: SOURCE,
      progress: () => undefined,
      now: () => performance.now(),
    });
    await sink.settled();
    await brandReseller(client);
    await routeTickets(client, SOURCE);
    const rejected = summary.stages.reduce((sum, stage) => sum + stage.rejected, 0);
    const read = summary.stages.reduce((sum, stage) => sum + stage.read, 0);
    print(`${read.toLocaleString('en')} rows loaded${rejected > 0 ? `, ${rejected} rejected` : ''}.`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  writePrivately(file, { ...progress, loaded: true });
}

/** Gives a reseller its own name and colours, which no file carries; one that has some keeps them. */
async function brandReseller(client: PlatformClient): Promise<void> {
  const { data } = await client.request<{
    partner: { id: string; branding: { version: number } | null } | null;
  }>(
    `query Reseller($source: String!, $externalId: String!) {
       partner: partnerByExternalId(source: $source, externalId: $externalId) { id branding { version } }
     }`,
    { source: SOURCE, externalId: SHOWN_PARTNER },
  );
  if (!data.partner || data.partner.branding) return;
  await client.request(
    'mutation Brand($input: SetBrandingInput!) { setBranding(input: $input) { userErrors { code } } }',
    {
      input: {
        partnerId: data.partner.id,
        branding: {
          productName: 'Fennmark Desk',
          primaryColor: '#0a5fb4',
          accentColor: '#f2a900',
          supportEmail: 'help@fennmark.example',
          domain: 'desk.fennmark.example',
        },
      },
    },
  );
}

/** In a thread of its own: the platform serves meanwhile, and seconds of computing would cost it its connections. */
function generate(order: GenerationOrder): Promise<void> {
  const worker = new Worker(new URL('./generation.js', import.meta.url), { workerData: order });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the generation ended with code ${code}`)),
    );
  });
}

/** Asks what an outage of the shared database would do, and prints the answer and how to ask again. */
export async function showWhatIf(client: PlatformClient, print: (line: string) => void): Promise<void> {
  const { data } = await client.request<{ asset: { id: string; name: string } | null }>(
    'query ShownAsset($source: String!, $externalId: String!) { __typename asset: assetByExternalId(source: $source, externalId: $externalId) { id name } }',
    { source: SOURCE, externalId: SHOWN_ASSET },
  );
  if (!data.asset) return;
  const from = new Date();
  const to = new Date(from.getTime() + SHOWN_MINUTES * 60_000);
  const { answer, customers } = await askWhatIf(
    client,
    { assetIds: [data.asset.id], from: from.toISOString(), to: to.toISOString() },
    5,
  );
  print(`\nWhat if ${data.asset.name} went down now, for ${SHOWN_MINUTES} minutes?\n`);
  print(outageReport(answer, customers));
  print(`\nAsk again: npm run --silent plimsoll -- what-if --asset ${SOURCE}:${SHOWN_ASSET} --for PT45M`);
}
