import { Command } from 'commander';
import { dataOption, isTokenRole, readTokens } from './platform.options.js';
import { UsageFailure, type Terminal } from './terminal.js';

/** `plimsoll token [ROLE]`: prints a token of the data folder, and nothing else, for use in scripts. */
export function tokenCommand(terminal: Terminal): Command {
  return new Command('token')
    .description('print the access token of a role')
    .argument('[role]', 'admin, agent, operator, manager, executive, analyst, partner or contact')
    .option('--role <role>', 'the same as the argument')
    .addOption(dataOption(terminal))
    .addHelpText(
      'after',
      '\nExamples:\n  plimsoll token operator\n  export PLIMSOLL_TOKEN=$(npm run --silent plimsoll -- token admin)',
    )
    .action(async (argument: string | undefined, options: { role?: string; data: string }) => {
      const role = argument ?? options.role ?? 'admin';
      if (!isTokenRole(role)) throw new UsageFailure(`no role is named ${role}`);
      const tokens = await readTokens(options.data);
      if (tokens === null) {
        throw new UsageFailure(
          `${options.data} holds no tokens.json; a platform makes it when it starts (npm start)`,
        );
      }
      const token = tokens[role];
      if (token === undefined) {
        throw new UsageFailure(
          `${options.data} holds no token of ${role}; it has ${Object.keys(tokens).join(', ')}`,
        );
      }
      terminal.out(`${token}\n`);
    });
}
