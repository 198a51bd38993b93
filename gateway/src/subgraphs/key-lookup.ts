import { KEY_SCOPES, type Logger, type Principal } from '@plimsoll/shared';
import { z } from 'zod';
import type { KeyLookup } from '../authentication/index.js';
import type { SubgraphSource } from './subgraph.source.js';

/** The service that keeps the API keys. */
const KEEPER = 'entitlements';
const PATIENCE_MILLISECONDS = 5_000;

/** The gateway asking on its own behalf; what it may ask for, no client's token can. */
const GATEWAY: Principal = { subject: 'gateway', roles: [], gateway: true };

const QUESTION = `query ApiKeyCaller($attempt: ApiKeyAttempt!) {
  apiKeyCaller(attempt: $attempt) { keyId partnerId scopes validUntil }
}`;

const answerSchema = z.object({
  apiKeyCaller: z
    .object({
      keyId: z.string(),
      partnerId: z.string(),
      scopes: z.array(z.enum(KEY_SCOPES)),
      validUntil: z.coerce.date(),
    })
    .nullable(),
});

/** Asks the service that keeps the keys, past the graph that clients see; where there is none, no key is accepted. */
export function keyLookupOf(
  sources: ReadonlyMap<string, { source: SubgraphSource }>,
  logger: Logger,
): KeyLookup {
  return async (attempt, requestId) => {
    const keeper = sources.get(KEEPER);
    if (!keeper) return null;
    const answer = await keeper.source.ask(
      QUESTION,
      { attempt },
      { principal: GATEWAY, requestId, logger, signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) },
    );
    return answerSchema.parse(answer).apiKeyCaller;
  };
}
