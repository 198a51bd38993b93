import { verifyAuditLogAt, type AuditVerification } from '@plimsoll/shared';
import { Command } from 'commander';
import { clientFor, withPlatformOptions, type PlatformOptions } from './platform.options.js';
import { UsageFailure, type Terminal } from './terminal.js';

interface Options extends PlatformOptions {
  database: string[];
  knownHash?: string;
  json?: boolean;
}

const SERVICES = ['entitlements', 'tickets', 'assets', 'analytics'];

type Verified = AuditVerification & { service: string };

/** `plimsoll audit verify`: whether the audit log agrees with its seals. Ends with code 1 where it does not. */
export function auditCommand(terminal: Terminal): Command {
  const verify = new Command('verify')
    .description('recompute the audit log and compare it with its seals')
    .option(
      '--database <service=url>',
      'look into this database itself, such as entitlements=postgres://…; may be repeated (environment: DATABASE_URL_<SERVICE>)',
      (given: string, before: string[]) => [...before, given],
      [],
    )
    .option('--known-hash <hash>', 'the hash of a seal noted earlier, which must still be in the chain')
    .option('--json', 'print the answer as JSON');
  withPlatformOptions(verify, terminal)
    .addHelpText(
      'after',
      `
Without a database the platform is asked; with a hash, about its service entitlements alone.

Examples:
  plimsoll audit verify
  plimsoll audit verify --database tickets=postgres://plimsoll@db/tickets --known-hash 5f0c…`,
    )
    .action(async (options: Options) => {
      const databases = databasesOf(options.database, terminal);
      if (options.knownHash !== undefined && databases.length > 1) {
        throw new UsageFailure('a hash is of one service; name that one with --database');
      }
      const found: Verified[] = [];
      for (const [service, url] of databases) {
        found.push({ service, ...(await verifyAuditLogAt(url, service, options.knownHash)) });
      }
      if (databases.length === 0) found.push(...(await askPlatform(options, terminal)));
      terminal.out(
        options.json === true
          ? `${JSON.stringify(found, null, 2)}\n`
          : found.map((one) => `${reportOf(one)}\n`).join(''),
      );
      const broken = found.filter(({ intact }) => !intact).map(({ service }) => service);
      if (broken.length > 0) {
        throw new AuditFailure(`the audit log of ${broken.join(', ')} does not agree with its seals`);
      }
    });
  return new Command('audit').description('check the audit log').addCommand(verify);
}

/** The audit log was changed behind the platform's back. */
export class AuditFailure extends Error {
  override name = 'AuditFailure';
}

/** The databases that are named, else those of the environment, by service. */
function databasesOf(given: readonly string[], terminal: Terminal): [service: string, url: string][] {
  if (given.length > 0) {
    return given.map((word) => {
      const [, service = '', url = ''] = /^([a-z]+)=(.+)$/.exec(word) ?? [];
      if (!SERVICES.includes(service)) {
        throw new UsageFailure(
          `--database takes a service and its database, such as tickets=postgres://…, not "${word}"`,
        );
      }
      return [service, url];
    });
  }
  return SERVICES.flatMap((service): [string, string][] => {
    const url = terminal.environment[`DATABASE_URL_${service.toUpperCase()}`];
    return url === undefined ? [] : [[service, url]];
  });
}

/** The logs a platform shows, by service. */
const FIELDS = {
  entitlements: 'verifyAuditLog',
  tickets: 'verifyTicketAuditLog',
  assets: 'verifyAssetAuditLog',
} as const;

async function askPlatform(options: Options, terminal: Terminal): Promise<Verified[]> {
  const client = await clientFor(options, terminal);
  // A hash is of one service, and only the database says of which another one is.
  const asked = Object.entries(FIELDS).slice(0, options.knownHash === undefined ? undefined : 1);
  const { data } = await client.request<Record<string, AuditVerification>>(
    `query VerifyAuditLogs($knownHash: String) {
      ${asked.map(([service, field]) => `${service}: ${field}(knownHash: $knownHash) { ...Found }`).join(' ')}
    }
    fragment Found on AuditVerification {
      intact seals sealedEntries unsealedEntries oldestUnsealedAt
      latestSeal { number hash sealedAt } firstFault { seal sealedAt fault }
    }`,
    { knownHash: options.knownHash ?? null },
  );
  return Object.entries(data).map(([service, found]) => ({ service, ...found }));
}

function reportOf(found: Verified): string {
  const { service, firstFault, latestSeal, seals, sealedEntries, unsealedEntries } = found;
  const lines = [
    firstFault === null
      ? `${service}: intact; ${sealedEntries} entries under ${seals} seals, ${unsealedEntries} not sealed yet`
      : `${service}: NOT INTACT: ${firstFault.fault}${firstFault.seal === null ? '' : ` at seal ${firstFault.seal}`}; ` +
        `${sealedEntries} entries before it agree`,
  ];
  if (latestSeal) lines.push(`  latest seal ${latestSeal.number}: ${latestSeal.hash}`);
  return lines.join('\n');
}
