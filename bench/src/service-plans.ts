import { Writable } from 'node:stream';
import { createLogger, EmbeddedPostgres, type Logger } from '@plimsoll/shared';

const LONGEST_LINE = 180;

/** A server that keeps the plan of every statement it runs, those inside functions too. */
export interface ExplainingServer {
  readonly server: EmbeddedPostgres;
  /** The plans of what ran while `fn` did, by database, without its values; of a plan seen twice the first. */
  plansDuring: (fn: () => Promise<unknown>) => Promise<string>;
}

/** Starts the server of a data folder with `auto_explain`; slower than without. */
export async function startExplainingServer(dataFolder: string): Promise<ExplainingServer> {
  let lines: string[] = [];
  const server = await EmbeddedPostgres.start({
    dataFolder,
    logger: postgresLog((line) => lines.push(line)),
    settings: {
      shared_preload_libraries: 'auto_explain',
      'auto_explain.log_min_duration': '0',
      'auto_explain.log_analyze': 'on',
      'auto_explain.log_nested_statements': 'on',
      'auto_explain.log_parameter_max_length': '0',
      log_line_prefix: '%d: ',
    },
  });
  return {
    server,
    async plansDuring(fn) {
      lines = [];
      await fn();
      return plansOf(lines);
    },
  };
}

/** A logger that hands on what the server logs, line by line. */
export function postgresLog(take: (line: string) => void): Logger {
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const { postgres } = JSON.parse(chunk.toString('utf8')) as { postgres?: string };
      if (postgres !== undefined) take(postgres);
      done();
    },
  });
  return createLogger('plans', { level: 'debug', destination });
}

/** Log lines to plans: one begins where a duration is told and holds the lines that are set in. */
function plansOf(lines: readonly string[]): string {
  const plans: string[][] = [];
  let plan: string[] | undefined;
  for (const line of lines) {
    if (/^[a-z]+: LOG: +duration: .* plan:$/.test(line)) {
      plan = [line.replace(/LOG: +/, '')];
      plans.push(plan);
    } else if (/^\s/.test(line)) plan?.push(line.replace('\t', '  ').slice(0, LONGEST_LINE).trimEnd());
    else plan = undefined;
  }
  const seen = new Set<string>();
  return plans
    .filter((one) => {
      const text = one
        .slice(1)
        .filter((line) => !line.includes('->'))
        .join('\n');
      const statement = text.slice(0, text.search(/\n {2}[A-Z][a-z]+ .*\(cost=/));
      const isNew = !seen.has(statement);
      seen.add(statement);
      return isNew;
    })
    .map((one) => one.join('\n'))
    .join('\n\n');
}
