import type { Principal } from '@plimsoll/shared';
import type { Gateway } from '../gateway.js';
import type { WebhookSecrets } from '../webhooks/index.js';
import { gatewayBefore, tokenOf } from './gateway-before.js';

const SDL = `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible"])
scalar JSON
type Query { nothing: Boolean }
type Mutation {
  change: Boolean
  receiveDeployerEvent(input: ReceiveDeployerEventInput!): DeployerEventReceipt! @inaccessible
}
enum Deployer @inaccessible { GITHUB CLOUD_EVENTS }
input ReceiveDeployerEventInput @inaccessible { deployer: Deployer! deliveryId: String! type: String! payload: JSON! }
type DeployerEventReceipt @inaccessible { id: ID! outcome: String! reason: String repeated: Boolean! }
`;

/** What the service was handed. */
interface Handed {
  deployer: string;
  deliveryId: string;
  type: string;
  payload: Record<string, unknown>;
  principal: Principal;
}

/** A gateway before one service that notes what deployers deliver. */
export class DeployerService {
  readonly handed: Handed[] = [];
  /** Fails every delivery. */
  away = false;
  gateway!: Gateway;

  static async start(webhookSecrets?: WebhookSecrets): Promise<DeployerService> {
    const service = new DeployerService();
    const resolvers = { Mutation: { receiveDeployerEvent: service.#receive.bind(service) } };
    service.gateway = await gatewayBefore([{ name: 'assets', sdl: SDL, resolvers }], {
      webhookSecrets,
      limits: { bodyBytes: 65_536 },
    });
    return service;
  }

  /** Sends a request to an address below `/webhooks`. */
  send(path: string, body: string, headers: Record<string, string>, method = 'POST'): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.gateway.port}/webhooks${path}`, {
      method,
      headers,
      ...(method === 'POST' ? { body } : {}),
    });
  }

  /** Sends a GraphQL request as an admin. */
  async ask(query: string): Promise<string> {
    const token = await tokenOf('admin');
    const response = await fetch(this.gateway.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    return response.text();
  }

  #receive(_: unknown, { input }: { input: Omit<Handed, 'principal'> }, principal: Principal) {
    if (this.away) throw new Error('the database is away');
    const repeated = this.handed.some(({ deliveryId }) => deliveryId === input.deliveryId);
    this.handed.push({ ...input, principal });
    return { id: `dev_${this.handed.length}`, outcome: 'APPLIED', reason: null, repeated };
  }
}
