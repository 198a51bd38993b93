import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import type { DeployerName } from './deployer-fact.rules.js';
import { DeployerRuleEntity } from './deployer-rule.entity.js';
import type { DeployerRuleFilter, DeployerRuleOrderField } from './deployer-rule.types.js';

/** A rule about what deployers tell, as the rest of the service knows it. */
export type DeployerRuleRecord = DeployerRuleEntity;

/** What may be asked of the list of rules. */
export type DeployerRuleListArguments = ListArguments<
  DeployerRuleFilter,
  keyof typeof DeployerRuleOrderField
>;

/** Rules about what deployers tell, with their history and events. */
export const deployerRuleRecords = new Records<DeployerRuleRecord>({
  entity: DeployerRuleEntity,
  noun: 'deployer rule',
  eventNoun: 'deployer_rule',
  eventData: (rule) => ({
    name: rule.name,
    position: rule.position,
    active: rule.active,
    deployer: rule.deployer,
    events: rule.events,
    repository: rule.repository,
    environmentId: rule.environmentId,
    region: rule.region,
    assetIds: rule.assetIds,
    templateId: rule.templateId,
  }),
});

const COLUMNS = `d.id, d.version, d.external_id as "externalId", d.source, d.name, d.position, d.active, d.deployer,
  d.events, d.repository, d.deployer_environment as "deployerEnvironment", d.workflow,
  d.release_name as "releaseName", d.product_id as "productId", d.asset_ids as "assetIds",
  d.environment_id as "environmentId", d.region, d.template_id as "templateId",
  d.window_minutes as "windowMinutes"`;

/** How rules are listed. */
export const deployerRuleList: ListDefinition<DeployerRuleFilter, keyof typeof DeployerRuleOrderField> = {
  columns: COLUMNS,
  from: 'deployer_rule d',
  id: 'd.id',
  orders: { POSITION: { sql: 'd.position', type: 'integer' }, NAME: { sql: 'd.name', type: 'text' } },
  defaultOrder: { field: 'POSITION', direction: 'ASC' },
  where: (filter, parameters) => [
    ...(filter.search ? [`d.name ilike ${parameters.addContaining(filter.search)}`] : []),
    ...(filter.active == null ? [] : [`d.active = ${parameters.add(filter.active)}`]),
    ...(filter.deployer ? [`d.deployer = ${parameters.add(filter.deployer)}`] : []),
  ],
};

/** The active rules about a deployer, in the order in which they are asked; one statement. */
export function findActiveRules(session: Session, deployer: DeployerName): Promise<DeployerRuleRecord[]> {
  return session.query<DeployerRuleRecord>(
    `select ${COLUMNS} from deployer_rule d where d.active and d.deployer = $1 order by d.position, d.id`,
    [deployer],
  );
}
