/** The name of this service's consumer, by which its positions are kept. */
export const CONSUMER = 'analytics';
/** The services whose events are taken in. */
export const PRODUCERS = ['entitlements', 'assets', 'tickets'] as const;
