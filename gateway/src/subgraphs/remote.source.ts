import { Pool } from 'undici';
import { z } from 'zod';
import type { Vouchers } from '../authentication/index.js';
import { SubgraphSource, type SubgraphAnswer, type SubgraphFetch } from './subgraph.source.js';
import type { RemoteSubgraph, SubgraphReadiness } from './subgraphs.js';

const CONNECTIONS = 64;
const READINESS_MILLISECONDS = 2_000;

/** Only the outline is looked at: the bulk of an answer is left as parsed. */
const answerSchema = z.object({
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .optional(),
});

const readinessSchema = z.object({
  status: z.enum(['ready', 'degraded']),
  database: z.enum(['up', 'down', 'unknown']).default('unknown'),
  lagging: z.number().default(0),
  parked: z.number().default(0),
});

/** A subgraph over HTTP, through a pool of connections of its own, under the gateway's signature. */
export class RemoteSource extends SubgraphSource {
  readonly #pool: Pool;
  readonly #path: string;
  readonly #vouchers: Vouchers;
  readonly #timeoutMilliseconds: number;

  constructor(subgraph: RemoteSubgraph, options: { vouchers: Vouchers; timeoutMilliseconds: number }) {
    super(subgraph.name);
    const url = new URL(subgraph.url);
    this.#path = url.pathname + url.search;
    this.#vouchers = options.vouchers;
    this.#timeoutMilliseconds = options.timeoutMilliseconds;
    this.#pool = new Pool(url.origin, {
      connections: CONNECTIONS,
      pipelining: 1,
      connect: { timeout: Math.min(5_000, options.timeoutMilliseconds) },
      headersTimeout: options.timeoutMilliseconds,
      bodyTimeout: options.timeoutMilliseconds,
    });
  }

  protected override async fetch(request: SubgraphFetch): Promise<SubgraphAnswer> {
    try {
      return await this.#post(request);
    } catch (error) {
      // A connection kept alive may have been closed by a subgraph that restarted; a query can be asked again.
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (request.repeatable && (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET'))
        return this.#post(request);
      throw error;
    }
  }

  async #post({ query, variables, operationName, context }: SubgraphFetch): Promise<SubgraphAnswer> {
    const token = await this.#vouchers.of(context.principal, context.requestId);
    const { statusCode, body } = await this.#pool.request({
      method: 'POST',
      path: this.#path,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        'x-request-id': context.requestId,
      },
      body: JSON.stringify({ query, variables, ...(operationName ? { operationName } : {}) }),
      signal: AbortSignal.any([context.signal, AbortSignal.timeout(this.#timeoutMilliseconds)]),
    });
    const text = await body.text();
    // 400 carries an answer as well: the subgraph refuses a value that only it knows how to read.
    if (statusCode !== 200 && statusCode !== 400)
      throw new Error(`answered with status ${statusCode}: ${text.slice(0, 500)}`);
    const answer: unknown = JSON.parse(text);
    const { errors } = answerSchema.parse(answer);
    return { data: (answer as SubgraphAnswer).data, ...(errors ? { errors } : {}) };
  }

  /** What the subgraph says of itself; `unavailable` when it does not answer within two seconds. */
  async ready(): Promise<SubgraphReadiness> {
    try {
      const { body } = await this.#pool.request({
        method: 'GET',
        path: '/health/ready',
        signal: AbortSignal.timeout(READINESS_MILLISECONDS),
      });
      return readinessSchema.parse(await body.json());
    } catch {
      return { status: 'unavailable', database: 'unknown', lagging: 0, parked: 0 };
    }
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
