import { basename, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { EXPORT_FILES, runExport, type ExportedFile } from '../export/index.js';
import { findNativeFile } from '../import/index.js';
import { clientFor, withPlatformOptions, type PlatformOptions } from './platform.options.js';
import { table } from './table.rules.js';
import { UsageFailure, type Terminal } from './terminal.js';

interface Options extends PlatformOptions {
  only?: string;
  source: string;
  format: 'csv' | 'ndjson';
}

/** `plimsoll export DIR [--only customers,…]`. */
export function exportCommand(terminal: Terminal): Command {
  const command = new Command('export')
    .description('write a folder of native files that can be imported again')
    .argument('<folder>', 'where the files go; made if it is not there')
    .option('--only <kinds>', 'which files, by commas: customers,contacts')
    .option('--source <name>', 'the system whose external ids name the records', 'import')
    .addOption(
      new Option('--format <format>', 'how files are written').choices(['csv', 'ndjson']).default('csv'),
    );
  return withPlatformOptions(command, terminal)
    .addHelpText(
      'after',
      `
Examples:
  plimsoll export backup/                       every noun, in the files that import takes
  plimsoll export crm/ --only customers,contacts --source crm

A record of the source goes by its external id, every other by its platform id. Importing the folder again into
the same platform, with the same --source, changes nothing. Each file is there whole or not at all; where an
export breaks off, it says how to go on.`,
    )
    .action(async (folder: string, options: Options) => {
      const files = chosen(options.only);
      const exported = await runExport({
        folder: resolve(terminal.environment['INIT_CWD'] ?? '.', folder),
        files,
        source: options.source,
        format: options.format,
        client: await clientFor(options, terminal),
        progress: (line) => terminal.err(`${line}\n`),
        now: () => performance.now(),
      });
      terminal.out(`${exportedTable(exported)}\n`);
    });
}

function chosen(only: string | undefined) {
  if (only === undefined) return EXPORT_FILES;
  const nouns = only.split(',').map((word) => {
    const noun = findNativeFile(word.trim());
    if (typeof noun === 'string') throw new UsageFailure(noun);
    if (!EXPORT_FILES.some((file) => file.noun === noun.noun)) {
      throw new UsageFailure(
        `${noun.noun} are not exported; the kinds are ${EXPORT_FILES.map((file) => file.noun).join(', ')}`,
      );
    }
    return noun.noun;
  });
  return EXPORT_FILES.filter((file) => nouns.includes(file.noun));
}

function exportedTable(exported: readonly ExportedFile[]): string {
  const rows = exported.map(({ noun, path, rows: count }) => [
    basename(path),
    noun,
    count.toLocaleString('en'),
  ]);
  return table(['file', 'kind', 'rows'], rows, ['rows']);
}
