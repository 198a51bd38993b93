import type { Logger } from '@plimsoll/shared';
import type { z } from 'zod';
import type { SubgraphSource } from './subgraph.source.js';

/** The services, by name. */
export type SourcesByName = ReadonlyMap<string, { source: SubgraphSource }>;

/** What the gateway itself asks one service for. */
interface OwnQuestion<Answer> {
  /** The service that knows. */
  keeper: string;
  document: string;
  answer: z.ZodType<Answer>;
  patienceMilliseconds: number;
}

/**
 * Asks one service on the gateway's own behalf, past the graph that clients see: what it may ask for, no client's token
 * can. Null where there is no such service.
 *
 * @throws Error when no answer came back in time, or one with errors
 */
export function ownQuestion<Answer>(
  sources: SourcesByName,
  logger: Logger,
  { keeper, document, answer, patienceMilliseconds }: OwnQuestion<Answer>,
): (variables: Record<string, unknown>, requestId: string, subject?: string) => Promise<Answer | null> {
  return async (variables, requestId, subject = 'gateway') => {
    const found = sources.get(keeper);
    if (!found) return null;
    const data = await found.source.ask(document, variables, {
      principal: { subject, roles: [], gateway: true },
      requestId,
      logger,
      signal: AbortSignal.timeout(patienceMilliseconds),
    });
    return answer.parse(data);
  };
}
