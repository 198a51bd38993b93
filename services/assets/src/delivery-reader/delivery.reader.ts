import type { DeployerName } from '../deployer-rule/index.js';
import { readCloudEvent } from './cloud-event.reader.js';
import { readGitHub } from './github.reader.js';
import type { Reading } from './reading.js';

const READERS: Record<DeployerName, (type: string, payload: unknown, receivedAt: Date) => Reading> = {
  GITHUB: readGitHub,
  CLOUD_EVENTS: (_, payload, receivedAt) => readCloudEvent(payload, receivedAt),
};

/**
 * What a delivery of a deployer says.
 *
 * @param type the name of the event at GitHub, or the type of the CloudEvent
 * @param receivedAt stands for an instant that the delivery does not tell
 */
export function readDelivery(
  deployer: DeployerName,
  type: string,
  payload: unknown,
  receivedAt: Date,
): Reading {
  return READERS[deployer](type, payload, receivedAt);
}
