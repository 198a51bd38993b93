import { canBeKept } from '@plimsoll/shared';

/** What the gateway passes on of a request whose sender it has made sure of. */
export interface Delivery {
  deployer: 'GITHUB' | 'CLOUD_EVENTS';
  /** What tells it from others of the same deployer, at most 2,100 characters. */
  deliveryId: string;
  type: string;
  payload: object;
}

/** What came of a delivery. */
export interface Receipt {
  id: string;
  outcome: string;
  reason: string | null;
  repeated: boolean;
}

/** Hands a delivery to the service that takes them. */
export type DeliveryForwarding = (delivery: Delivery, requestId: string) => Promise<Receipt>;

const LONGEST_DELIVERY_ID = 2_100;
const LONGEST_TYPE = 1_000;

/** Whether a delivery can be kept under its id and type. */
export function isNamed({ deliveryId, type }: Pick<Delivery, 'deliveryId' | 'type'>): boolean {
  return (
    deliveryId.trim() !== '' &&
    type.trim() !== '' &&
    deliveryId.length <= LONGEST_DELIVERY_ID &&
    type.length <= LONGEST_TYPE &&
    canBeKept(deliveryId) &&
    canBeKept(type)
  );
}
