import { keeping, ofNoun, type Handlers } from '../copy/index.js';
import {
  crewEvent,
  customerVersionEvent,
  partnerEvent,
  planEvent,
  podEvent,
  supportLevelEvent,
} from './dimension.events.js';
import {
  addCustomerVersions,
  partnerCopies,
  planCopies,
  podCopies,
  queueCopies,
  supportLevelCopies,
  teamCopies,
} from './dimension.store.js';

interface Named {
  externalId: string | null;
  source: string | null;
  name: string | null;
}

const naming = ({ externalId, source, name }: Named) => ({ external_id: externalId, source, name });

/** Keeps what customers were and when, partners, plans, support levels and pods from entitlements' events. */
export const accountDimensionHandlers: Handlers = {
  ...ofNoun('customer', async (tx, events) => {
    const versions = new Map(
      events.map(({ subject: customerId, version, time: recordedAt, data }) => [
        `${customerId} ${version}`,
        { ...customerVersionEvent.parse(data), customerId, version, recordedAt },
      ]),
    );
    await addCustomerVersions(tx, [...versions.values()]);
  }),
  ...ofNoun(
    'partner',
    keeping(partnerCopies, partnerEvent, (data) => ({
      ...naming(data),
      region: data.region,
      parent_id: data.parentId,
    })),
  ),
  ...ofNoun(
    'plan',
    keeping(planCopies, planEvent, (data) => ({
      ...naming(data),
      product_id: data.productId,
      support_level_id: data.supportLevelId,
      agreement_id: data.agreementId,
      tier: data.tier,
    })),
  ),
  ...ofNoun(
    'support_level',
    keeping(supportLevelCopies, supportLevelEvent, (data) => ({
      ...naming(data),
      agreement_id: data.agreementId,
    })),
  ),
  ...ofNoun(
    'pod',
    keeping(podCopies, podEvent, (data) => ({ ...naming(data), region: data.region })),
  ),
};

/** Keeps queues and teams from tickets' events. */
export const deskDimensionHandlers: Handlers = {
  ...ofNoun('queue', keeping(queueCopies, crewEvent, naming)),
  ...ofNoun('team', keeping(teamCopies, crewEvent, naming)),
};
