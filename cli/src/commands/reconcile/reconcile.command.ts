import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { HttpSink, ImportFailure, runImport } from '../../import/index.js';
import { mappingOption, plan, summaryTable } from '../import.command.js';
import { clientFor, withPlatformOptions, type PlatformOptions } from '../platform.options.js';
import { UsageFailure, type Terminal } from '../terminal.js';
import { planReport, refusalToApply, unapplied } from './plan.report.js';
import { nounOf, ReconciliationClient } from './reconciliation.client.js';

interface Options extends PlatformOptions {
  as?: string;
  map?: string;
  source: string;
  kinds?: string;
  location?: string;
  tag?: string;
  show: string;
  apply?: boolean;
  keepGone?: boolean;
  change?: string;
  title?: string;
}

/** `plimsoll reconcile DIR` and `plimsoll reconcile FILE… --as KIND [--map MAPPING]`, with `--apply` to apply the plan. */
export function reconcileCommand(terminal: Terminal): Command {
  const command = new Command('reconcile')
    .description('compare a feed of what exists with the record, and apply the differences as a change')
    .argument('<path...>', 'a folder with assets, dependencies or placements, or files')
    .option('--as <kind>', 'what the files hold: assets, dependencies, placements')
    .option('--map <mapping>', 'a mapping file, or the name of one that ships with the project')
    .requiredOption('--source <name>', 'the system that the feed is of')
    .option(
      '--kinds <names>',
      'kinds of assets that the feed is complete for, with commas between (default: all)',
    )
    .option('--location <text>', 'location of the assets that the feed is complete for (default: any)')
    .option('--tag <label>', 'label of the assets that the feed is complete for (default: any)')
    .option('--show <count>', 'how many differences are printed', '50')
    .option('--apply', 'put the differences on record, all or nothing')
    .option('--keep-gone', 'with --apply: leave what the feed does not have as it is')
    .option(
      '--change <id>',
      'with --apply: the approved change it is part of (default: a standard change is recorded)',
    )
    .option('--title <text>', 'with --apply: title of that standard change');
  return withPlatformOptions(command, terminal)
    .addHelpText(
      'after',
      `
Examples:
  plimsoll reconcile discovery/ --source cmdb                 prints what is new, gone and drifted
  plimsoll reconcile discovery/ --source cmdb --apply         puts it on record as a standard change
  plimsoll reconcile hosts.csv --as assets --source cmdb --kinds host --apply --keep-gone

What the feed does not have is gone: an asset is retired, a dependency or placement ends. Only assets of the source,
and what ties them to one another, can be gone. Without --apply nothing changes, but that owners who are not on record
are recorded as people, as an import does; where rows are rejected, --apply asks for --keep-gone.`,
    )
    .action(async (given: string[], options: Options) => {
      const show = Number(options.show);
      if (!Number.isInteger(show) || show < 0)
        throw new UsageFailure(`--show takes a number, not ${options.show}`);
      if (options.apply !== true && (options.keepGone || options.change || options.title)) {
        throw new UsageFailure('--keep-gone, --change and --title go with --apply');
      }
      const paths = given.map((path) => resolve(terminal.environment['INIT_CWD'] ?? '.', path));
      const all = await plan(paths, { ...options, ...mappingOption(options, terminal) });
      const stages = all.filter(({ noun }) => nounOf(noun.mutation) !== null);
      if (stages.length === 0) {
        throw new UsageFailure('there are no assets, dependencies or placements to compare');
      }
      const client = await clientFor(options, terminal);
      const reconciliation = new ReconciliationClient(client, new HttpSink(client));
      await reconciliation.start({
        source: options.source,
        nouns: [...new Set(stages.flatMap(({ noun }) => nounOf(noun.mutation) ?? []))],
        kinds: (options.kinds ?? '').split(',').filter((kind) => kind.trim() !== ''),
        location: options.location ?? null,
        tag: options.tag ?? null,
        idempotencyKey: randomUUID(),
      });
      const summary = await runImport({
        stages,
        sink: reconciliation,
        source: options.source,
        progress: (line) => terminal.err(`${line}\n`),
        now: () => performance.now(),
      });
      terminal.out(`${summaryTable(summary)}\n`);
      for (const file of summary.rejectsFiles) terminal.out(`Rejected rows are in ${file}\n`);
      const planned = await reconciliation.plan();
      terminal.out(`\n${planReport(planned, await reconciliation.differences(show))}\n`);
      const applied = planned.counts.filter(({ kind }) => !(options.keepGone && kind === 'GONE'));
      if (options.apply !== true || applied.length === 0) {
        terminal.out(`\n${unapplied(planned, reconciliation.made)}\n`);
        return;
      }
      const rejected = summary.stages.reduce((sum, stage) => sum + stage.rejected, 0);
      const refusal = refusalToApply(planned, rejected, options.keepGone === true);
      if (refusal !== null) throw new ImportFailure(refusal);
      if (options.keepGone) await reconciliation.keepGone();
      const change = await reconciliation.apply(options.change ?? null, options.title ?? null);
      terminal.out(`\nApplied as the change ${change.id}, ${change.title}.\n`);
    });
}
