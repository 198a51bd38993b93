import { ConfigError, DatabaseError, DomainError } from '@plimsoll/shared';
import { Command, CommanderError } from 'commander';
import { ExportFailure } from '../export/index.js';
import { ImportFailure } from '../import/index.js';
import { PlatformFailure } from '../platform/platform.client.js';
import { AuditFailure, auditCommand } from './audit.command.js';
import { exportCommand } from './export.command.js';
import { importCommand } from './import.command.js';
import { RebuildFailure, rebuildCommand } from './rebuild.command.js';
import { reconcileCommand } from './reconcile/index.js';
import { serveCommand, type ServePlatform } from './serve/serve.command.js';
import { UsageFailure, type Terminal } from './terminal.js';
import { tokenCommand } from './token.command.js';
import { whatIfCommand } from './what-if/index.js';

/**
 * Runs the command line.
 * @param words what stands after the program's name
 * @param servePlatform what `serve` starts
 * @returns the exit code: 0, 1 where the command failed, 2 where it was called wrongly
 */
export async function runCommandLine(
  words: readonly string[],
  terminal: Terminal,
  servePlatform: ServePlatform,
): Promise<number> {
  const program = new Command('plimsoll')
    .description('service operations in one graph: customers, assets and service-level agreements')
    .addCommand(serveCommand(terminal, servePlatform))
    .addCommand(importCommand(terminal))
    .addCommand(reconcileCommand(terminal))
    .addCommand(exportCommand(terminal))
    .addCommand(rebuildCommand(terminal))
    .addCommand(auditCommand(terminal))
    .addCommand(tokenCommand(terminal))
    .addCommand(whatIfCommand(terminal))
    .showHelpAfterError('(--help explains the options)');
  for (const command of [program, ...program.commands.flatMap((one) => [one, ...one.commands])]) {
    command
      .exitOverride()
      .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) });
  }
  try {
    await program.parseAsync([...words], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const expected = [
      UsageFailure,
      AuditFailure,
      RebuildFailure,
      DatabaseError,
      ImportFailure,
      ExportFailure,
      PlatformFailure,
      ConfigError,
      DomainError,
    ].some((kind) => error instanceof kind);
    terminal.err(expected ? `${(error as Error).message}\n` : `${(error as Error).stack}\n`);
    return error instanceof UsageFailure ? 2 : 1;
  }
}
