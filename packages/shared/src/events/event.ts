/** Something that happened to an aggregate, with its full state afterwards. Never carries personal data. */
export interface DomainEvent {
  /** `plimsoll.<noun>.<verb-past>.v1` */
  type: string;
  /** The id of the aggregate. */
  subject: string;
  /** The aggregate's version after the event. */
  version: number;
  data: Record<string, unknown>;
}

/** An event on its way from the outbox to the bus. */
export interface OutboxEvent extends DomainEvent {
  /** `evt_…`, unique; a bus keeps each once. */
  id: string;
  /** When it happened, ISO 8601 in UTC with milliseconds. */
  time: string;
}

/** An event on the bus; its CloudEvents form is `toCloudEvent`. */
export interface BusEvent extends OutboxEvent {
  /** The service that emitted it. */
  producer: string;
  /** 1, 2, 3 … without a gap within a producer. */
  position: number;
}

/** The attributes of CloudEvents 1.0, for consumers outside the platform. */
export interface CloudEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  subject: string;
  time: string;
  datacontenttype: 'application/json';
  /** Extension attributes. */
  aggregateversion: number;
  sequence: string;
  data: Record<string, unknown>;
}

/** An event of the bus as a CloudEvent 1.0: its source is `/plimsoll/<producer>`. */
export function toCloudEvent(event: BusEvent): CloudEvent {
  return {
    specversion: '1.0',
    id: event.id,
    source: `/plimsoll/${event.producer}`,
    type: event.type,
    subject: event.subject,
    time: event.time,
    datacontenttype: 'application/json',
    aggregateversion: event.version,
    sequence: String(event.position),
    data: event.data,
  };
}

/** How much of what happened at a producer is on the bus. */
export interface ProducerStanding {
  /** The last position; 0 before the first event. */
  head: number;
  /** All that happened before it is at or before `head`; null where the producer has never said so. */
  completeUntil: Date | null;
}

/**
 * The port between services: an append-only list of events for each producer. A publication is repeated after a
 * crash, so `publish` ignores an id it has; readers cope with repetitions all the same.
 */
export interface EventBus {
  /** Appends events, in order, at the next positions; resolves when they are safely kept. */
  publish(producer: string, events: OutboxEvent[]): Promise<void>;
  /** Events of the producer after a position, in order, at most `limit`. */
  read(producer: string, after: number, limit: number): Promise<BusEvent[]>;
  /** The last position of the producer; 0 before its first event. */
  head(producer: string): Promise<number>;
  /** Says that all of the producer that happened before an instant is published; an earlier instant changes nothing. */
  complete(producer: string, until: Date): Promise<void>;
  /** Where a producer stands at one moment. */
  standing(producer: string): Promise<ProducerStanding>;
  /** Calls back, at least once and soon, after something was published; returns the end of it. */
  onPublished(listener: (producer: string) => void): () => void;
  close(): Promise<void>;
}
