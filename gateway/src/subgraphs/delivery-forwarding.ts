import type { Logger, Principal } from '@plimsoll/shared';
import { z } from 'zod';
import type { DeliveryForwarding } from '../webhooks/index.js';
import type { SubgraphSource } from './subgraph.source.js';

/** The service that takes deliveries of deployers. */
const KEEPER = 'assets';
const PATIENCE_MILLISECONDS = 15_000;

/** The gateway on behalf of a deployer; what it may do, no client's token can. */
const DEPLOYERS: Record<'GITHUB' | 'CLOUD_EVENTS', Principal> = {
  GITHUB: { subject: 'webhook:github', roles: [], gateway: true },
  CLOUD_EVENTS: { subject: 'webhook:cloudevents', roles: [], gateway: true },
};

const MUTATION = `mutation ReceiveDeployerEvent($input: ReceiveDeployerEventInput!) {
  receiveDeployerEvent(input: $input) { id outcome reason repeated }
}`;

const answerSchema = z.object({
  receiveDeployerEvent: z.object({
    id: z.string(),
    outcome: z.string(),
    reason: z.string().nullable(),
    repeated: z.boolean(),
  }),
});

/**
 * Hands deliveries to the service that takes them, past the graph that clients see. Sending one twice does no harm.
 *
 * @throws Error where there is no such service, or no answer came back
 */
export function deliveryForwardingOf(
  sources: ReadonlyMap<string, { source: SubgraphSource }>,
  logger: Logger,
): DeliveryForwarding {
  return async (delivery, requestId) => {
    const keeper = sources.get(KEEPER);
    if (!keeper) throw new Error(`there is no service ${KEEPER}`);
    const answer = await keeper.source.ask(
      MUTATION,
      { input: delivery },
      {
        principal: DEPLOYERS[delivery.deployer],
        requestId,
        logger,
        signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
      },
    );
    return answerSchema.parse(answer).receiveDeployerEvent;
  };
}
