import { Command } from 'commander';
import { DateTime, Duration } from 'luxon';
import type { PlatformClient } from '../../platform/platform.client.js';
import { clientFor, withPlatformOptions, type PlatformOptions } from '../platform.options.js';
import { UsageFailure, type Terminal } from '../terminal.js';
import { outageReport } from './outage-report.rules.js';
import { askWhatIf } from './what-if.question.js';

interface Options extends PlatformOptions {
  asset: string[];
  from: string;
  to?: string;
  for?: string;
  planned?: boolean;
  notice?: string;
  degraded?: boolean;
  asOf?: string;
  first: string;
  all?: boolean;
  json?: boolean;
}

/** `plimsoll what-if`: who an outage would hit, and what it would cost. Changes nothing. */
export function whatIfCommand(terminal: Terminal): Command {
  const command = new Command('what-if')
    .description('show whom an outage of assets would hit, under which agreement, and what it would cost')
    .requiredOption('--asset <asset...>', 'an id, SOURCE:EXTERNAL_ID, or an exact name')
    .option('--from <instant>', 'when it begins: RFC 3339 with offset, or now', 'now')
    .option('--to <instant>', 'when it ends')
    .option('--for <duration>', 'how long it lasts, ISO 8601: PT45M')
    .option('--planned', 'it is maintenance, announced with --notice')
    .option('--notice <instant>', 'when it was announced')
    .option('--degraded', 'the assets are degraded, not down')
    .option('--as-of <instant>', 'the instant for month-to-date figures (default: now)')
    .option('--first <number>', 'how many customers to show', '25')
    .option('--all', 'show every customer')
    .option('--json', 'print the answer as JSON');
  return withPlatformOptions(command, terminal)
    .addHelpText(
      'after',
      `
Examples:
  plimsoll what-if --asset "eu-west database" --for PT45M
  plimsoll what-if --asset cmdb:db-17 --from 2026-03-14T02:00:00+01:00 --to 2026-03-14T04:00:00+01:00 \\
    --planned --notice 2026-03-01T09:00:00Z --all`,
    )
    .action(async (options: Options) => {
      const input = outageInput(options, DateTime.utc());
      const wanted = options.all === true ? Number.POSITIVE_INFINITY : positive(options.first);
      const client = await clientFor(options, terminal);
      const assetIds: string[] = [];
      for (const asset of options.asset) assetIds.push(await assetId(client, asset));
      const { answer, customers, errors } = await askWhatIf(client, { ...input, assetIds }, wanted);
      for (const error of errors) terminal.err(`incomplete: ${error}\n`);
      if (options.json === true) {
        const { exposure } = answer;
        const whole =
          exposure === null
            ? answer
            : {
                ...answer,
                exposure: { ...exposure, customers: { ...exposure.customers, nodes: customers } },
              };
        terminal.out(`${JSON.stringify(whole, null, 2)}\n`);
      } else terminal.out(`${outageReport(answer, customers)}\n`);
    });
}

function positive(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new UsageFailure(`--first takes a number from 1, not "${text}"`);
  return number;
}

function instantOf(text: string, option: string): DateTime {
  const instant = DateTime.fromISO(text, { zone: 'UTC' });
  const hasOffset = /T.*(?:[zZ]|[+-]\d\d:?\d\d)$/.test(text);
  if (!instant.isValid || !hasOffset) {
    throw new UsageFailure(
      `${option} takes an instant with its offset (2026-03-14T02:00:00+01:00), not "${text}"`,
    );
  }
  return instant;
}

/**
 * The query's input out of the options, assets aside.
 * @throws UsageFailure when the interval has no end, two, or ends before it begins
 */
function outageInput(
  options: Pick<Options, 'from' | 'to' | 'for' | 'planned' | 'notice' | 'degraded' | 'asOf'>,
  now: DateTime,
): Record<string, unknown> {
  const from = options.from === 'now' ? now : instantOf(options.from, '--from');
  if ((options.to === undefined) === (options.for === undefined)) {
    throw new UsageFailure('say when the outage ends with --to, or how long it lasts with --for');
  }
  let to: DateTime;
  if (options.to !== undefined) to = instantOf(options.to, '--to');
  else {
    const length = Duration.fromISO(options.for ?? '');
    if (!length.isValid)
      throw new UsageFailure(`--for takes an ISO 8601 duration (PT45M), not "${options.for}"`);
    to = from.plus(length);
  }
  if (to <= from) throw new UsageFailure('the outage ends before it begins');
  const notice = options.notice === undefined ? undefined : instantOf(options.notice, '--notice').toISO();
  const asOf = options.asOf === undefined ? undefined : instantOf(options.asOf, '--as-of').toISO();
  return {
    from: from.toISO(),
    to: to.toISO(),
    state: options.degraded === true ? 'DEGRADED' : 'DOWN',
    planned: options.planned === true,
    ...(notice === undefined ? {} : { noticeGivenAt: notice }),
    ...(asOf === undefined ? {} : { asOf }),
  };
}

interface FoundAsset {
  id: string;
  externalId: string | null;
  name: string | null;
  kind: string | null;
}

/**
 * The id of the asset a word stands for.
 * @throws UsageFailure when none or several fit
 */
async function assetId(client: PlatformClient, word: string): Promise<string> {
  if (/^ast_[0-9a-z]{26}$/.test(word)) return word;
  const colon = word.indexOf(':');
  if (colon > 0) {
    const { data } = await client.request<{ asset: FoundAsset | null }>(
      'query AssetByExternalId($source: String!, $externalId: String!) { __typename asset: assetByExternalId(source: $source, externalId: $externalId) { id } }',
      { source: word.slice(0, colon), externalId: word.slice(colon + 1) },
    );
    if (data.asset !== null) return data.asset.id;
  }
  const { data } = await client.request<{ assets: { nodes: FoundAsset[] } }>(
    'query AssetsByName($search: String!) { assets(first: 100, filter: { search: $search }) { nodes { id externalId name kind } } }',
    { search: word },
  );
  const fitting = data.assets.nodes.filter((asset) => asset.name === word || asset.externalId === word);
  const [found] = fitting;
  if (found === undefined) {
    const near = data.assets.nodes.slice(0, 5).map((asset) => asset.name ?? asset.id);
    throw new UsageFailure(
      `no asset is "${word}"${near.length > 0 ? `; close to it: ${near.join(', ')}` : ''}`,
    );
  }
  if (fitting.length > 1) {
    const list = fitting.map((asset) => `  ${asset.id}  ${asset.name}  ${asset.kind}`).join('\n');
    throw new UsageFailure(`several assets are "${word}"; name one by its id:\n${list}`);
  }
  return found.id;
}
