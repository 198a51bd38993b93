import type { EventEmitter } from 'node:events';
import pg from 'pg';

/** Told the text of every statement at the moment it goes to the server. */
export type StatementListener = (sql: string) => void;

const INT8 = 20;
const DATE = 1082;
const INT8_ARRAY = 1016;
const DATE_ARRAY = 1182;
const TEXT_ARRAY = 1009;

/** A bigint as a number; throws beyond 2^53, where a number would be another one. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number`);
  return value;
}

/** PostgreSQL's array literal to texts; the driver's list of known types leaves arrays out. */
const textArrayParser = (
  pg.types.getTypeParser as (oid: number, format: 'text') => (text: string) => (string | null)[]
)(TEXT_ARRAY, 'text');

/**
 * How columns arrive: bigint as number, date as `YYYY-MM-DD` text (the driver's Date would be local midnight,
 * another day elsewhere), numeric as text, timestamptz as Date. Arrays of them likewise.
 */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return parseInt8;
    if (oid === DATE) return (text: string) => text;
    if (oid === DATE_ARRAY) return textArrayParser;
    if (oid === INT8_ARRAY) {
      return (value: string) =>
        textArrayParser(value).map((text) => (text === null ? null : parseInt8(text)));
    }
    return pg.types.getTypeParser(oid, format === 'binary' ? 'text' : format);
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/**
 * A client class for the pool that sends statements strictly one after another, however concurrently they are
 * asked for (resolvers of one request share a client), and reports each as it is sent.
 */
export function serialClient(sent: StatementListener): typeof pg.Client {
  return class SerialClient extends pg.Client {
    #tail: Promise<unknown> = Promise.resolve();

    override query(...args: unknown[]): never {
      const [first] = args;
      const submittable = typeof first === 'object' && first !== null && 'submit' in first;
      const send = super.query.bind(this) as unknown as (...rest: unknown[]) => Promise<unknown>;
      if (submittable || typeof args.at(-1) === 'function') {
        sent(statementText(first));
        return send(...args) as never;
      }
      const result = this.#tail.then(() => {
        sent(statementText(first));
        return send(...args).catch(async (error: unknown) => {
          await readyAgain(this);
          throw error;
        });
      });
      this.#tail = result.catch(() => undefined);
      return result as never;
    }
  };
}

/**
 * The driver rejects a statement when its error arrives, a moment before the server says in what state the
 * transaction is left. Whoever sees the rejection may rely on that state.
 */
function readyAgain(client: pg.Client): Promise<void> {
  const { readyForQuery, connection } = client as unknown as {
    readyForQuery: boolean;
    connection: EventEmitter & { stream: { destroyed: boolean } };
  };
  if (readyForQuery || connection.stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const events = ['readyForQuery', 'end', 'error'];
    const done = () => {
      for (const event of events) connection.off(event, done);
      resolve();
    };
    for (const event of events) connection.on(event, done);
  });
}

function statementText(query: unknown): string {
  if (typeof query === 'string') return query;
  const text = (query as { text?: unknown }).text;
  return typeof text === 'string' ? text : '';
}
