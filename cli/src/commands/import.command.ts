import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import {
  findNativeFile,
  HttpSink,
  ImportFailure,
  loadMapping,
  planFolder,
  planMapped,
  planNative,
  runImport,
  type ImportSummary,
  type Mapping,
  type Stage,
} from '../import/index.js';
import { clientFor, withPlatformOptions, type PlatformOptions } from './platform.options.js';
import { table } from './table.rules.js';
import { UsageFailure, type Terminal } from './terminal.js';

interface Options extends PlatformOptions {
  as?: string;
  map?: string;
  set?: Record<string, string>;
  source: string;
}

/** `plimsoll import DIR` and `plimsoll import FILE… --as KIND [--map MAPPING]`. */
export function importCommand(terminal: Terminal): Command {
  const command = new Command('import')
    .description('import a folder of native files, or foreign files through a mapping')
    .argument('<path...>', 'a folder, or files')
    .option('--as <kind>', 'what the files hold: customers, assets, tickets, …')
    .option('--map <mapping>', 'a mapping file, or the name of one that ships with the project')
    .option(
      '--set <name=value>',
      'a value that the mapping asks for; may be given several times',
      withSetting,
    )
    .option('--source <name>', 'the system that the external ids are of', 'import');
  return withPlatformOptions(command, terminal)
    .addHelpText(
      'after',
      `
Examples:
  plimsoll import exports/                      every customers.csv, assets.csv, … in dependency order
  plimsoll import crm.csv --as customers --source crm
  plimsoll import log.csv --as tickets --map servicenow-incident-log --source servicenow
  plimsoll import log.csv --as tickets --map servicenow-incident-log --set customer=acme --source servicenow
  plimsoll import *.graphml --as assets --map graphml-topology --source zoo

Rejected rows go to FILE.rejected.csv with line, column and reason; the exit code stays 0.
Importing the same file twice changes nothing.`,
    )
    .action(async (given: string[], options: Options) => {
      // npm runs scripts in the project's root, and tells where it was called.
      const paths = given.map((path) => resolve(terminal.environment['INIT_CWD'] ?? '.', path));
      const stages = await plan(paths, { ...options, ...mappingOption(options, terminal) });
      const client = await clientFor(options, terminal);
      const summary = await runImport({
        stages,
        sink: new HttpSink(client),
        source: options.source,
        progress: (line) => terminal.err(`${line}\n`),
        now: () => performance.now(),
      });
      terminal.out(`${summaryTable(summary)}\n`);
      for (const file of summary.rejectsFiles) terminal.out(`Rejected rows are in ${file}\n`);
    });
}

/**
 * What is imported of paths: a folder of native files, native files, or foreign files through a mapping.
 * @throws UsageFailure or ImportFailure where that cannot be told
 */
export async function plan(
  paths: string[],
  options: { as?: string; map?: string; set?: Readonly<Record<string, string>> },
): Promise<Stage[]> {
  if (options.map === undefined && options.set !== undefined) {
    throw new UsageFailure('--set gives values to a mapping; say which with --map');
  }
  const mapping = options.map === undefined ? null : await loadMapping(options.map, options.set);
  if (mapping !== null) {
    checkKind(options.as, mapping);
    const planned: Stage[] = [];
    for (const path of paths) planned.push(...(await planMapped(path, mapping)));
    return planned;
  }
  const [first] = paths;
  const isFolder = first !== undefined && (await stat(first).catch(() => null))?.isDirectory() === true;
  if (isFolder) {
    if (paths.length > 1 || options.as !== undefined) {
      throw new UsageFailure('a folder is imported by itself, and its file names say what they hold');
    }
    return planFolder(first);
  }
  const planned: Stage[] = [];
  for (const path of paths) {
    const noun = findNativeFile(options.as ?? basename(path).replace(/\..*$/, ''));
    if (typeof noun === 'string')
      throw new UsageFailure(options.as === undefined ? `${noun}; say it with --as` : noun);
    planned.push(await planNative(path, noun));
  }
  return planned;
}

/** One more `name=value` of the command line. @throws UsageFailure where it is none */
function withSetting(given: string, before: Record<string, string> = {}): Record<string, string> {
  const [name = '', ...value] = given.split('=');
  if (name === '' || value.length === 0) throw new UsageFailure(`--set takes name=value, not ${given}`);
  return { ...before, [name]: value.join('=') };
}

function checkKind(kind: string | undefined, mapping: Mapping): void {
  if (kind === undefined) return;
  const kinds = [...new Set([...(mapping.as ?? []), ...mapping.records.map((record) => record.noun)])];
  const noun = findNativeFile(kind);
  if (kinds.includes(kind) || (typeof noun !== 'string' && kinds.includes(noun.noun))) return;
  throw new ImportFailure(`mapping ${mapping.mapping} makes ${kinds.join(', ')}, not ${kind}`);
}

/** What became of the rows of each stage, as a table. */
export function summaryTable(summary: ImportSummary): string {
  const heading = ['file', 'kind', 'read', 'created', 'updated', 'unchanged', 'rejected', 'left out'];
  const counts = ['read', 'created', 'updated', 'unchanged', 'rejected', 'ignored'] as const;
  const rows = summary.stages.map((stage) => [
    basename(stage.path),
    stage.noun,
    ...counts.map((count) => stage[count].toLocaleString('en')),
  ]);
  if (summary.stages.length > 1) {
    const totals = counts.map((count) => summary.stages.reduce((sum, stage) => sum + stage[count], 0));
    rows.push(['total', '', ...totals.map((total) => total.toLocaleString('en'))]);
  }
  return table(heading, rows, heading.slice(2));
}

/** A mapping file stands where the command was called; a bare name is one that ships with the project. */
export function mappingOption({ map }: { map?: string }, terminal: Terminal): { map?: string } {
  if (map === undefined || !/\.ya?ml$/.test(map)) return {};
  return { map: resolve(terminal.environment['INIT_CWD'] ?? '.', map) };
}
