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

/** The longest `deliveryId`. */
export const LONGEST_DELIVERY_ID = 2_100;
