import type { Logger, Principal } from '@plimsoll/shared';
import { z } from 'zod';
import type { ContactLookup } from '../authentication/index.js';
import type { SubgraphSource } from './subgraph.source.js';

/** The service that keeps contacts. */
const KEEPER = 'entitlements';
const PATIENCE_MILLISECONDS = 5_000;

/** The gateway asking on its own behalf; what it may ask for, no client's token can. */
const GATEWAY: Principal = { subject: 'gateway', roles: [], gateway: true };

const QUESTION = 'query ContactMaySignIn($id: ID!) { contactMaySignIn(id: $id) }';

const answerSchema = z.object({ contactMaySignIn: z.boolean() });

/** Asks the service that keeps contacts, past the graph that clients see; where there is none, every contact may. */
export function contactLookupOf(
  sources: ReadonlyMap<string, { source: SubgraphSource }>,
  logger: Logger,
): ContactLookup {
  return async (id, requestId) => {
    const keeper = sources.get(KEEPER);
    if (!keeper) return true;
    const answer = await keeper.source.ask(
      QUESTION,
      { id },
      { principal: GATEWAY, requestId, logger, signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) },
    );
    return answerSchema.parse(answer).contactMaySignIn;
  };
}
