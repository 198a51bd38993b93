import type { BusEvent } from '@plimsoll/shared';

/** What a customer's event says of its access. */
export interface CustomerLife {
  id: string;
  version: number;
  active: boolean;
  /** When access was switched; null where an older event does not tell. */
  accessSince: string | null;
  accessReason: string | null;
  openTickets: string | null;
}

/** What the newest event of each customer says, one a customer. */
export function lifeOf(events: readonly BusEvent[]): CustomerLife[] {
  const newest = new Map<string, BusEvent>();
  for (const event of events) {
    if ((newest.get(event.subject)?.version ?? 0) < event.version) newest.set(event.subject, event);
  }
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return [...newest.values()].map(({ subject, version, data }) => ({
    id: subject,
    version,
    active: data['active'] !== false,
    accessSince: text(data['accessSince']),
    accessReason: text(data['accessReason']),
    openTickets: text(data['openTickets']),
  }));
}

/** Whether open tickets are on hold by what is said of access. */
export function holdsTickets({ active, openTickets }: Pick<CustomerLife, 'active' | 'openTickets'>): boolean {
  return !active && openTickets === 'PAUSE';
}
