import type { Principal, Session } from '@plimsoll/shared';
import type { TestSubgraph } from '@plimsoll/shared/testing';

/** At this instant all deliveries come. */
export const NOW = new Date('2026-03-10T12:00:00.000Z');
const GATEWAY: Principal = { subject: 'webhook:github', roles: [], gateway: true };
/** A manager. */
export const bob: Principal = {
  subject: 'bob',
  roles: ['manager'],
  personId: 'per_01h2xcejqtf2nbrexx3vqjhp42',
};

/** What the gateway is told of a delivery. */
export interface Receipt {
  id: string;
  outcome: string;
  reason: string | null;
  repeated: boolean;
}

/** A delivery as staff read it. */
export interface ReadDelivery {
  release: ({ id: string } & Record<string, unknown>) | null;
  rollout: Record<string, unknown> | null;
  change: Record<string, unknown> | null;
}

/** What deployers and those who write rules about them do. */
export interface DeployerCalls {
  deliver(
    type: string,
    payload: object,
    over?: { deliveryId?: string; deployer?: string },
    caller?: Principal,
  ): Promise<Receipt>;
  /** The errors of a rule that is refused, or the rule. */
  makeRule(
    over: object,
    caller?: Principal,
  ): Promise<{ rule: { id: string; version: number } | null; errors: string[][] }>;
  readEvent(id: string): Promise<ReadDelivery>;
}

/** Three assets, two environments and a template that allows services to be deployed. */
export async function seedDeployers(tx: Session): Promise<void> {
  await tx.query(
    `insert into asset_kind (id, version, name) values ('knd_1', 1, 'service'), ('knd_2', 1, 'host')`,
  );
  await tx.query(`insert into asset (id, version, name, kind, status) values
        ('ast_shop', 1, 'shop', 'service', 'LIVE'), ('ast_cart', 1, 'cart', 'service', 'LIVE'),
        ('ast_host', 1, 'host', 'host', 'LIVE')`);
  await tx.query(`insert into environment (id, version, name, position, production, regions) values
        ('env_staging', 1, 'staging', 1, false, '{}'), ('env_production', 1, 'production', 2, true, '{EMEA}')`);
  await tx.query(`insert into change_template (id, version, name, status, asset_kinds, most_assets, longest_window,
          worst_state, approved_by, approved_at)
        values ('tpl_1', 1, 'Deploy a service', 'APPROVED', '{service}', 5, 'PT2H', 'AT_RISK', 'boss', now())`);
}

/** Calls of a running assets service. */
export function deployerCalls(service: TestSubgraph): DeployerCalls {
  let deliveries = 0;
  return {
    async deliver(
      type: string,
      payload: object,
      over: { deliveryId?: string; deployer?: string } = {},
      caller = GATEWAY,
    ) {
      deliveries += 1;
      const { receipt } = await service.run<{ receipt: Receipt }>(
        `mutation ($input: ReceiveDeployerEventInput!) {
           receipt: receiveDeployerEvent(input: $input) { id outcome reason repeated } }`,
        { input: { deployer: 'GITHUB', deliveryId: `delivery-${deliveries}`, ...over, type, payload } },
        caller,
      );
      return receipt;
    },
    async makeRule(over: object, caller = bob) {
      const { payload } = await service.run<{
        payload: {
          deployerRule: { id: string; version: number } | null;
          userErrors: { code: string; path: string[] }[];
        };
      }>(
        `mutation ($input: CreateDeployerRuleInput!) {
           payload: createDeployerRule(input: $input) { deployerRule { id version } userErrors { code path } } }`,
        {
          input: {
            idempotencyKey: JSON.stringify([over, caller.subject]).slice(0, 200),
            name: 'A rule',
            deployer: 'GITHUB',
            repository: 'acme/shop',
            assetIds: ['ast_shop'],
            environmentId: 'env_production',
            ...over,
          },
        },
        caller,
      );
      return {
        rule: payload.deployerRule,
        errors: payload.userErrors.map(({ code, path }) => [code, ...path]),
      };
    },
    async readEvent(id: string) {
      const { deployerEvent } = await service.run<{ deployerEvent: ReadDelivery }>(
        `query ($id: ID!) { deployerEvent(id: $id) { outcome type facts
           release { id name tag commitId externalId source status stages { environment region status at } }
           rollout { id status startedAt outcome endedAt url externalId bypassedGates { gate } }
           change { id title kind status outcome startedAt endedAt window { from to } release { id } } } }`,
        { id },
      );
      return deployerEvent;
    },
  };
}

/** The body of GitHub's event `deployment`. */
export const deployment = (id: number, over: object = {}) => ({
  action: 'created',
  repository: { full_name: 'acme/shop' },
  deployment: {
    id,
    sha: `${id}`.padStart(40, 'a'),
    ref: 'main',
    environment: 'production',
    created_at: '2026-03-10T11:50:00Z',
    ...over,
  },
});
/** The body of GitHub's event `deployment_status`. */
export const status = (id: number, state: string, at: string, over: object = {}) => ({
  ...deployment(id, over),
  deployment_status: {
    state,
    environment: 'production',
    log_url: `https://ci.example/${id}`,
    created_at: at,
  },
});
