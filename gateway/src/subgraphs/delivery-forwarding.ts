import type { Logger } from '@plimsoll/shared';
import { z } from 'zod';
import type { DeliveryForwarding } from '../webhooks/index.js';
import { ownQuestion, type SourcesByName } from './own-question.js';

/** The service that takes deliveries of deployers. */
const KEEPER = 'assets';

/** As whom the gateway hands deliveries on. */
const SUBJECTS = { GITHUB: 'webhook:github', CLOUD_EVENTS: 'webhook:cloudevents' };

const answer = z.object({
  receiveDeployerEvent: z.object({
    id: z.string(),
    outcome: z.string(),
    reason: z.string().nullable(),
    repeated: z.boolean(),
  }),
});

/**
 * Hands deliveries to the service that takes them. Sending one twice does no harm.
 *
 * @throws Error where there is no such service, or no answer came back
 */
export function deliveryForwardingOf(sources: SourcesByName, logger: Logger): DeliveryForwarding {
  const ask = ownQuestion(sources, logger, {
    keeper: KEEPER,
    document: `mutation ReceiveDeployerEvent($input: ReceiveDeployerEventInput!) {
      receiveDeployerEvent(input: $input) { id outcome reason repeated }
    }`,
    answer,
    patienceMilliseconds: 15_000,
  });
  return async (delivery, requestId) => {
    const answered = await ask({ input: delivery }, requestId, SUBJECTS[delivery.deployer]);
    if (!answered) throw new Error(`there is no service ${KEEPER}`);
    return answered.receiveDeployerEvent;
  };
}
