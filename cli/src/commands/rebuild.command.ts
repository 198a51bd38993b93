import { Command } from 'commander';
import { sleep, type PlatformClient } from '../platform/platform.client.js';
import { clientFor, withPlatformOptions, type PlatformOptions } from './platform.options.js';
import type { Terminal } from './terminal.js';

const ASK_EVERY_MS = 500;

interface Rebuild {
  number: number;
  status: 'REQUESTED' | 'RUNNING' | 'COMPLETED' | 'REFUSED' | 'FAILED';
  startedAt: string | null;
  finishedAt: string | null;
  differences: string[];
  failure: string | null;
  progress: { producer: string; position: number; head: number }[];
}

const REBUILD = 'number status startedAt finishedAt differences failure progress { producer position head }';

/** What was built anew does not serve. */
export class RebuildFailure extends Error {
  override name = 'RebuildFailure';
}

/** `plimsoll rebuild`: builds what analytics keeps from events anew. Ends with code 1 where the result does not serve. */
export function rebuildCommand(terminal: Terminal): Command {
  const command = new Command('rebuild')
    .description('build everything that analytics keeps from events anew, beside what serves')
    .option('--no-wait', 'ask for it and do not wait for its end');
  return withPlatformOptions(command, terminal)
    .addHelpText(
      'after',
      `
What serves goes on serving and taking events in. The new tables take its place when both stand at the same events and
agree; where they differ, the differences are printed and what served goes on serving.

Example:
  plimsoll rebuild`,
    )
    .action(async (options: PlatformOptions & { wait: boolean }) => {
      const client = await clientFor(options, terminal);
      const { number } = await ask(client);
      if (!options.wait) {
        terminal.out(`rebuilding ${number} is asked for\n`);
        return;
      }
      const rebuild = await follow(client, number, terminal);
      if (rebuild.status === 'COMPLETED') {
        terminal.out(`rebuilt in ${secondsOf(rebuild)} s; what was built anew serves\n`);
        return;
      }
      const reasons =
        rebuild.status === 'REFUSED' ? rebuild.differences : [rebuild.failure ?? 'nobody says why'];
      throw new RebuildFailure(
        `what was built anew does not serve; what served before goes on:\n${reasons.map((one) => `  ${one}`).join('\n')}`,
      );
    });
}

async function ask(client: PlatformClient): Promise<{ number: number }> {
  const { data } = await client.request<{
    rebuildAnalytics: { analyticsRebuild: { number: number } | null; userErrors: { message: string }[] };
  }>('mutation Rebuild { rebuildAnalytics { analyticsRebuild { number } userErrors { message } } }', {});
  const { analyticsRebuild, userErrors } = data.rebuildAnalytics;
  if (analyticsRebuild) return analyticsRebuild;
  throw new RebuildFailure(userErrors.map(({ message }) => message).join('\n'));
}

/** Prints how far it is whenever that has changed, until it is over. */
async function follow(client: PlatformClient, number: number, terminal: Terminal): Promise<Rebuild> {
  for (let said = ''; ;) {
    const { data } = await client.request<{ analyticsRebuild: Rebuild | null }>(
      `query Rebuild { analyticsRebuild { ${REBUILD} } }`,
      {},
    );
    const rebuild = data.analyticsRebuild;
    if (rebuild === null) throw new RebuildFailure(`rebuilding ${number} is not to be seen with this token`);
    const line = rebuild.progress
      .map(({ producer, position, head }) => `${producer} ${position} of ${head}`)
      .join(', ');
    if (line !== said && rebuild.status === 'RUNNING') terminal.err(`${line}\n`);
    said = line;
    if (rebuild.finishedAt !== null || rebuild.number > number) return rebuild;
    await sleep(ASK_EVERY_MS);
  }
}

function secondsOf({ startedAt, finishedAt }: Rebuild): string {
  return startedAt && finishedAt
    ? ((Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000).toFixed(1)
    : '?';
}
