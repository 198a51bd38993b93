import { DomainError, newId, type Author, type Session } from '@plimsoll/shared';
import { makeStandardChange } from '../change-template/index.js';
import { changeRecords, findChange, type ChangeOutcomeName } from '../change/index.js';
import {
  concerns,
  releaseKey,
  releaseNameOf,
  shortened,
  type DeployerFact,
  type DeployerName,
  type DeployerRuleRecord,
  type ReleaseFact,
  type RolloutFact,
} from '../deployer-rule/index.js';
import { environmentRecords } from '../environment/index.js';
import { requirePlanDone } from '../maintenance-plan/index.js';
import { noteStageStatuses, releaseRecords, type ReleaseRecord, type Stage } from '../release/index.js';
import { findChangeOfDeployment } from './deployer-event.store.js';

/** What following a fact is made of. */
export interface Following {
  deployer: DeployerName;
  rule: DeployerRuleRecord;
  /** All active rules about this deployer. */
  rules: readonly DeployerRuleRecord[];
  author: Author;
  now: Date;
}

/** The `source` of what is made of a deployer's events. */
export const SOURCES: Record<DeployerName, string> = { GITHUB: 'github', CLOUD_EVENTS: 'cloudevents' };
const MINUTE_MILLISECONDS = 60_000;

/** The release that a fact is about: by its tag, its commit, or the tag that was asked to be deployed. */
export async function ensureRelease(
  tx: Session,
  following: Following,
  fact: DeployerFact,
): Promise<ReleaseRecord> {
  const { deployer, rule, author, now } = following;
  const source = SOURCES[deployer];
  const key = releaseKey(fact);
  const asked = fact.event !== 'RELEASE' && fact.ref ? [`${fact.repository}@${fact.ref}`] : [];
  const found = await releaseRecords.findByExternalIds(tx, source, [key, ...asked]);
  const known = found.get(key) ?? found.get(asked[0] ?? '');
  if (known) {
    const missing = rule.assetIds.filter((id) => !known.assetIds.includes(id));
    const told = fact.event === 'RELEASE' ? { url: fact.url ?? known.url } : {};
    return releaseRecords.update(tx, author, known.id, known.version, () => ({
      ...told,
      assetIds: [...known.assetIds, ...missing],
    }));
  }
  const release: ReleaseRecord = {
    id: newId('rel'),
    version: 1,
    externalId: key,
    source,
    name: releaseNameOf(rule.releaseName, fact),
    tag: fact.tag,
    commitId: fact.commit,
    productId: rule.productId,
    assetIds: rule.assetIds,
    stages: fact.event === 'RELEASE' ? await plannedStages(tx, following, fact) : [],
    decisions: [],
    status: 'PLANNED',
    notes: fact.event === 'RELEASE' ? fact.title : null,
    url: fact.url,
    createdAt: now,
    createdBy: author.actorId,
  };
  await releaseRecords.create(tx, author, [release]);
  return release;
}

/** Where rules say that the deployments of a release's repository go, in the order of environments. */
async function plannedStages(
  tx: Session,
  { deployer, rules }: Following,
  fact: ReleaseFact,
): Promise<Stage[]> {
  const places = rules
    .filter((rule) => concerns({ ...rule, events: ['RELEASE'] }, deployer, fact))
    .flatMap(({ environmentId, region }) => (environmentId === null ? [] : [{ environmentId, region }]));
  const distinct = [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
  const environments = await environmentRecords.findByIds(
    tx,
    distinct.map(({ environmentId }) => environmentId),
  );
  const place = ({ environmentId }: { environmentId: string }) =>
    environments.get(environmentId)?.position ?? 0;
  return distinct
    .toSorted((a, b) => place(a) - place(b))
    .map((one, index) => ({ ...one, position: index + 1, gates: [] }));
}

/** The stage of the rule's place, appended where the release has none there. */
export async function ensureStage(
  tx: Session,
  { rule, author }: Following,
  release: ReleaseRecord,
): Promise<{ release: ReleaseRecord; stage: Stage }> {
  const { environmentId, region } = placeOf(rule);
  const known = release.stages.find((one) => one.environmentId === environmentId && one.region === region);
  if (known) return { release, stage: known };
  const stage: Stage = { position: release.stages.length + 1, environmentId, region, gates: [] };
  const extended = await releaseRecords.update(tx, author, release.id, release.version, ({ stages }) => ({
    stages: [...stages, stage],
  }));
  await noteStageStatuses(tx, author, release.id);
  return { release: extended, stage };
}

/** The change of a deployment: the one that was made before, else one by the rule's template, if that allows it. */
export async function ensureChange(
  tx: Session,
  following: Following,
  fact: RolloutFact,
  release: ReleaseRecord,
): Promise<{ id: string | null; remark: string | null }> {
  const { deployer, rule, author, now } = following;
  const known = await findChangeOfDeployment(tx, deployer, fact.key);
  if (known !== null) return { id: known, remark: null };
  const { templateId } = rule;
  if (templateId === null) return { id: null, remark: null };
  const environment = await environmentRecords.require(tx, placeOf(rule).environmentId, ['environmentId']);
  const from = instantOf(following, fact);
  const where = rule.region === null ? environment.name : `${environment.name}, ${rule.region}`;
  try {
    // What was refused leaves nothing behind.
    const change = await tx.transaction((inner) =>
      makeStandardChange(
        inner,
        author,
        {
          templateId,
          title: shortened(`${release.name} to ${where}`, 200),
          assetIds: rule.assetIds,
          window: { from, to: new Date(from.getTime() + rule.windowMinutes * MINUTE_MILLISECONDS) },
          releaseId: release.id,
        },
        now,
      ),
    );
    return { id: change.id, remark: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { id: null, remark: `No change was made: ${error.message}` };
  }
}

/** Moves a change as far as its rollout is; what stands in the way is a remark, since the rollout is a fact. */
export async function moveChange(
  tx: Session,
  author: Author,
  changeId: string,
  at: Date,
  outcome: ChangeOutcomeName | null,
): Promise<string | null> {
  let change = await findChange(tx, changeId);
  if (change.status === 'APPROVED' || change.status === 'SCHEDULED') {
    change = await changeRecords.update(tx, author, change.id, change.version, () => ({
      status: 'IN_PROGRESS',
      startedAt: at,
    }));
  }
  if (outcome === null || change.outcome === outcome) return null;
  if (change.status === 'COMPLETED') return `The change is COMPLETED already, as ${change.outcome}.`;
  if (change.status !== 'IN_PROGRESS') return `The change is ${change.status}.`;
  try {
    await requirePlanDone(tx, change.id, outcome);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return `The change goes on: ${error.message}`;
  }
  await changeRecords.update(tx, author, change.id, change.version, ({ startedAt }) => ({
    status: 'COMPLETED',
    outcome,
    endedAt: notBefore(at, startedAt ?? at),
  }));
  return null;
}

/** Rules about deployments name their environment. */
export function placeOf({ environmentId, region }: DeployerRuleRecord): {
  environmentId: string;
  region: string | null;
} {
  if (environmentId === null) throw new Error('a rule about deployments has an environment');
  return { environmentId, region };
}

/** When it happened by the deployer's clock, which may run ahead of ours. */
export function instantOf({ now }: Following, { at }: DeployerFact): Date {
  const told = new Date(at);
  return told > now ? now : told;
}

export function notBefore(at: Date, earliest: Date): Date {
  return at < earliest ? earliest : at;
}
