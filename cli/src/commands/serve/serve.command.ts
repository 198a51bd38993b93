import { Command } from 'commander';
import { dataOption } from '../platform.options.js';
import { UsageFailure, type Terminal } from '../terminal.js';

/** What the standalone platform is started with. */
export interface ServeOptions {
  /** TCP port of the gateway. */
  port: number;
  /** Folder of the embedded database and the tokens; made where it is missing. */
  dataFolder: string;
  /** Whether the demonstration company is put into a new data folder. */
  demonstration: boolean;
  /** Five processes instead of one. */
  distributed: boolean;
  /** Takes lines for the user. */
  print: (line: string) => void;
  /** `DATABASE_URL_…`, `BUS_URL`, `REPORTING_CURRENCY` and `WEBHOOK_SECRET_…` are read from here by the platform's own configuration. */
  environment: Readonly<Record<string, string | undefined>>;
}

/** Starts the platform and resolves when it answers; `stop` lets requests end and shuts it down. */
export type ServePlatform = (options: ServeOptions) => Promise<{ stop(): Promise<void> }>;

/** `plimsoll serve`: the whole platform until Ctrl-C, in this process or as five. */
export function serveCommand(terminal: Terminal, servePlatform: ServePlatform): Command {
  return new Command('serve')
    .description('run the whole platform until Ctrl-C')
    .option('--port <port>', 'port to answer on (environment: PORT)', terminal.environment['PORT'] ?? '4000')
    .addOption(dataOption(terminal))
    .option('--empty', 'without the demonstration company')
    .option('--distributed', 'as five processes: the gateway and each service on its own')
    .addHelpText(
      'after',
      `
Environment: DATABASE_URL_ENTITLEMENTS, DATABASE_URL_TICKETS, DATABASE_URL_ASSETS, DATABASE_URL_ANALYTICS
(else an embedded PostgreSQL), BUS_URL (postgres://… or nats://…, else embedded), REPORTING_CURRENCY (else EUR),
WEBHOOK_SECRET_GITHUB and WEBHOOK_SECRET_CLOUDEVENTS (else nothing is taken from deployers), WEBHOOK_SECRET_EMAIL,
WEBHOOK_SECRET_CHAT and WEBHOOK_SECRET_TELEPHONY (else no messages and calls are).

Examples:
  plimsoll serve
  plimsoll serve --empty --port 4100 --data /srv/plimsoll`,
    )
    .action(async (options: { port: string; data: string; empty?: boolean; distributed?: boolean }) => {
      const port = Number(options.port);
      if (!Number.isInteger(port) || port < 0 || port > 65_535) {
        throw new UsageFailure(`--port takes a number from 0 to 65535, not "${options.port}"`);
      }
      const platform = await servePlatform({
        port,
        dataFolder: options.data,
        demonstration: options.empty !== true,
        distributed: options.distributed === true,
        print: (line) => terminal.out(`${line}\n`),
        environment: terminal.environment,
      });
      await interrupted();
      await platform.stop();
    });
}

function interrupted(): Promise<void> {
  return new Promise((done) => {
    process.once('SIGINT', () => done());
    process.once('SIGTERM', () => done());
  });
}
