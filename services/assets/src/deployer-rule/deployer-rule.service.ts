import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  invalid,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { requireCopies } from '../account/index.js';
import { changeTemplateRecords } from '../change-template/index.js';
import { checkChangeAssets } from '../change/index.js';
import { environmentRecords } from '../environment/index.js';
import { checkReleaseName } from './deployer-rule.rules.js';
import { deployerRuleRecords, type DeployerRuleRecord } from './deployer-rule.store.js';
import type { CreateDeployerRuleInput, UpdateDeployerRuleInput } from './deployer-rule.types.js';

const LAST_POSITION = 10_000;
const LONGEST_WINDOW_MINUTES = 10_080;

/** Creates a rule: what it makes is thereby agreed on. Roles: admin, manager. */
export async function createDeployerRule(
  context: RequestContext,
  input: CreateDeployerRuleInput,
): Promise<DeployerRuleRecord> {
  authorize(context, 'admin', 'manager');
  return createOnce(context, deployerRuleRecords, {
    prefix: 'drl',
    mutation: 'createDeployerRule',
    input,
    values: (tx) =>
      checkRule(tx, {
        name: input.name,
        position: input.position,
        active: input.active,
        deployer: input.deployer,
        events: input.events,
        repository: input.repository,
        deployerEnvironment: input.deployerEnvironment ?? null,
        workflow: input.workflow ?? null,
        releaseName: input.releaseName,
        productId: input.productId ?? null,
        assetIds: input.assetIds,
        environmentId: input.environmentId ?? null,
        region: input.region ?? null,
        templateId: input.templateId ?? null,
        windowMinutes: input.windowMinutes,
      }),
  });
}

/** Changes a rule. Roles: admin, manager. */
export async function updateDeployerRule(
  context: RequestContext,
  { id, expectedVersion, ...given }: UpdateDeployerRuleInput,
): Promise<DeployerRuleRecord> {
  authorize(context, 'admin', 'manager');
  return context.session.transaction((tx) =>
    deployerRuleRecords.update(tx, authorOf(context), id, expectedVersion, (current) =>
      checkRule(tx, {
        ...current,
        name: given.name ?? current.name,
        position: given.position ?? current.position,
        active: given.active ?? current.active,
        events: given.events ?? current.events,
        repository: given.repository ?? current.repository,
        releaseName: given.releaseName ?? current.releaseName,
        assetIds: given.assetIds ?? current.assetIds,
        windowMinutes: given.windowMinutes ?? current.windowMinutes,
        deployerEnvironment: or(given.deployerEnvironment, current.deployerEnvironment),
        workflow: or(given.workflow, current.workflow),
        productId: or(given.productId, current.productId),
        environmentId: or(given.environmentId, current.environmentId),
        region: or(given.region, current.region),
        templateId: or(given.templateId, current.templateId),
      }),
    ),
  );
}

type RuleValues = Omit<DeployerRuleRecord, 'id' | 'version' | 'externalId' | 'source'>;

async function checkRule<Values extends RuleValues>(tx: Session, rule: Values): Promise<Values> {
  await requireCopies(tx, { productId: ['product', rule.productId] });
  if (rule.templateId !== null) await changeTemplateRecords.require(tx, rule.templateId, ['templateId']);
  if (rule.events.length === 0) throw invalid('A rule follows something.', ['events']);
  await checkPlace(tx, rule);
  return {
    ...rule,
    name: checkText(rule.name, 'name'),
    position: checkNumber(rule.position, 'position', LAST_POSITION),
    events: [...new Set(rule.events)],
    repository: checkText(rule.repository, 'repository'),
    deployerEnvironment: pattern(rule.deployerEnvironment, 'deployerEnvironment'),
    workflow: pattern(rule.workflow, 'workflow'),
    releaseName: checkReleaseName(checkText(rule.releaseName, 'releaseName')),
    assetIds: await checkChangeAssets(tx, rule.assetIds),
    windowMinutes: checkNumber(rule.windowMinutes, 'windowMinutes', LONGEST_WINDOW_MINUTES),
  };
}

async function checkPlace(tx: Session, { environmentId, region, events }: RuleValues): Promise<void> {
  if (environmentId === null) {
    if (events.some((event) => event !== 'RELEASE')) {
      throw invalid('A rule about deployments says to which environment they go.', ['environmentId']);
    }
    if (region !== null) throw invalid('A region is one of an environment.', ['region']);
    return;
  }
  const environment = await environmentRecords.require(tx, environmentId, ['environmentId']);
  if (region !== null && !environment.regions.includes(region)) {
    throw invalid(`${environment.name} has no region ${JSON.stringify(region.slice(0, 80))}.`, ['region']);
  }
}

function checkNumber(value: number, field: string, most: number): number {
  if (value < 1 || value > most) throw invalid(`\`${field}\` is a whole number from 1 to ${most}.`, [field]);
  return value;
}

function pattern(value: string | null, field: string): string | null {
  return value ? checkText(value, field) : null;
}

/** Undefined leaves what is there; null removes it. */
function or<T>(given: T | null | undefined, current: T | null): T | null {
  return given === undefined ? current : given;
}
