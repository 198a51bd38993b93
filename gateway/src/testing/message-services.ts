import type { Principal } from '@plimsoll/shared';
import type { Gateway } from '../gateway.js';
import type { WebhookSecrets } from '../webhooks/index.js';
import { gatewayBefore } from './gateway-before.js';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible"])`;

const CONTACTS = `${LINK}
type Query {
  nothing: Boolean
  messageSender(attempt: MessageSenderAttempt!): MessageSender! @inaccessible
}
input MessageSenderAttempt @inaccessible { email: String phone: String csi: String }
type MessageSender @inaccessible { contactIds: [ID!]! customerId: ID }
`;

const TICKETS = `${LINK}
scalar JSON
type Query { nothingElse: Boolean }
type Mutation {
  receiveMessage(input: ReceiveMessageInput!): ReceivedMessagePayload!
  receiveCall(input: ReceiveCallInput!): ReceivedMessagePayload!
}
input AttachmentInput { name: String! mediaType: String! bytes: Float sha256: String url: String! }
input ReceiveMessageInput {
  source: String! contactIds: [ID!] customerId: ID ticketId: ID channel: String! messageId: String!
  inReplyTo: String references: [String!] thread: String sentAt: String subject: String text: String html: String
  headers: JSON attachments: [AttachmentInput!]
}
input ReceiveCallInput {
  source: String! contactIds: [ID!] customerId: ID ticketId: ID callId: String! step: String! direction: String
  at: String outcome: String durationSeconds: Float recording: AttachmentInput summary: String
}
type ReceivedMessage { id: ID! outcome: String! reason: String }
type UserError { code: String! message: String! path: [String!]! }
type ReceivedMessagePayload { message: ReceivedMessage ticketId: ID repeated: Boolean userErrors: [UserError!]! }
`;

/** What the service of tickets was handed, and as whom. */
interface Handed {
  input: Record<string, unknown>;
  principal: Principal;
}

/** A gateway before a service that keeps contacts and one that keeps tickets, which note what they are asked. */
export class MessageServices {
  readonly asked: object[] = [];
  readonly handed: Handed[] = [];
  /** Why the service of tickets refuses what it is handed; null: it takes it. */
  refusal: { code: string; message: string } | null = null;
  /** Fails whatever it is asked. */
  away: 'entitlements' | 'tickets' | null = null;
  gateway!: Gateway;

  static async start(messages: NonNullable<WebhookSecrets['messages']>): Promise<MessageServices> {
    const services = new MessageServices();
    const receive = services.#receive.bind(services);
    services.gateway = await gatewayBefore(
      [
        {
          name: 'entitlements',
          sdl: CONTACTS,
          resolvers: { Query: { messageSender: services.#sender.bind(services) } },
        },
        {
          name: 'tickets',
          sdl: TICKETS,
          resolvers: { Mutation: { receiveMessage: receive, receiveCall: receive } },
        },
      ],
      { webhookSecrets: { github: [], cloudEvents: [], messages }, limits: { bodyBytes: 65_536 } },
    );
    return services;
  }

  /** Sends a body to an address below `/webhooks`. */
  send(path: string, body: string | Uint8Array, headers: Record<string, string>): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.gateway.port}/webhooks${path}`, {
      method: 'POST',
      headers,
      body: body as BodyInit,
    });
  }

  #sender(_: unknown, { attempt }: { attempt: { email?: string | null } }) {
    if (this.away === 'entitlements') throw new Error('the database is away');
    this.asked.push({ ...attempt });
    return { contactIds: attempt.email?.startsWith('ada@') ? ['con_ada'] : [], customerId: null };
  }

  #receive(_: unknown, { input }: { input: Record<string, unknown> }, principal: Principal) {
    if (this.away === 'tickets') throw new Error('the database is away');
    if (this.refusal) return { userErrors: [{ ...this.refusal, path: [] }] };
    this.handed.push({ input: { ...input }, principal });
    const message = { id: `msg_${this.handed.length}`, outcome: 'OPENED', reason: null };
    return { message, ticketId: 'tkt_1', repeated: false, userErrors: [] };
  }
}
