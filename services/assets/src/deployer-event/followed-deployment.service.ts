import { DomainError, newId, type Author, type Session } from '@plimsoll/shared';
import { makeStandardChange } from '../change-template/index.js';
import { changeRecords, findChange, type ChangeOutcomeName } from '../change/index.js';
import {
  concerns,
  releaseKey,
  releaseNameOf,
  type DeployerFact,
  type DeployerName,
  type DeployerRuleRecord,
  type ReleaseFact,
  type RolloutFact,
} from '../deployer-rule/index.js';
import { environmentRecords } from '../environment/index.js';
import { requirePlanDone } from '../maintenance-plan/index.js';
import {
  checkNotCancelled,
  noteStageStatuses,
  releaseRecords,
  type ReleaseRecord,
  type Stage,
} from '../release/index.js';
import {
  beginRollout,
  rolloutRecords,
  shutGates,
  stepRollout,
  type RolloutRecord,
} from '../release-rollout/index.js';
import { findChangeOfDeployment, findRunning } from './deployer-event.store.js';

/** What a delivery brought about. */
export interface Followed {
  releaseId: string;
  rolloutId: string | null;
  changeId: string | null;
  /** What could not be done, or was done before. */
  remark: string | null;
}

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
const SOURCES: Record<DeployerName, string> = { GITHUB: 'github', CLOUD_EVENTS: 'cloudevents' };
const MINUTE_MILLISECONDS = 60_000;

/**
 * Does what a rule says about a fact, in the caller's transaction: the release is made or found, its stage, a standard
 * change by the rule's template, the rollout; and each is moved as far as the deployer says. What really happened is
 * recorded also where a gate is shut or the template allows no change; the remark says so.
 *
 * @throws DomainError `RELEASE_CANCELLED`, `INVALID_STATUS` where what is told does not follow from what is on record,
 *   `UNKNOWN_DEPLOYMENT` where one is taken back that was never told of
 */
export async function follow(tx: Session, following: Following, fact: DeployerFact): Promise<Followed> {
  const release = await ensureRelease(tx, following, fact);
  if (fact.event === 'RELEASE') {
    return { releaseId: release.id, rolloutId: null, changeId: null, remark: null };
  }
  checkNotCancelled(release);
  if (fact.state === 'ROLLED_BACK') return takeBack(tx, following, fact, release);
  if (fact.state === 'ROLLED_BACK_TO') return takeBackTo(tx, following, fact, release);
  return rollOut(tx, following, fact, release);
}

/** The release that a fact is about: by its tag, its commit, or the tag that was asked to be deployed. */
async function ensureRelease(tx: Session, following: Following, fact: DeployerFact): Promise<ReleaseRecord> {
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

async function rollOut(
  tx: Session,
  following: Following,
  fact: RolloutFact,
  known: ReleaseRecord,
): Promise<Followed> {
  const { author, deployer } = following;
  const { release, stage } = await ensureStage(tx, following, known);
  const change = await ensureChange(tx, following, fact, release);
  const begun = await findRollout(tx, deployer, fact.key);
  const remarks = [change.remark];
  let rollout = begun;
  if (!rollout && fact.state !== 'PLANNED') {
    rollout = await begin(tx, following, fact, { release, stage, changeId: change.id });
  } else if (rollout && (fact.state === 'PLANNED' || fact.state === 'STARTED')) {
    remarks.push(`The rollout is ${rollout.status} already.`);
  }
  const outcome = fact.state === 'SUCCEEDED' || fact.state === 'FAILED' ? fact.state : null;
  if (rollout && outcome) {
    if (rollout.status === outcome) remarks.push(`The rollout is ${outcome} already.`);
    else {
      const at = notBefore(instantOf(following, fact), rollout.startedAt);
      rollout = await stepRollout(tx, author, rollout, { kind: 'complete', outcome, at });
    }
  }
  if (rollout && change.id !== null) {
    remarks.push(await moveChange(tx, author, change.id, instantOf(following, fact), outcome));
  }
  return {
    releaseId: release.id,
    rolloutId: rollout?.id ?? null,
    changeId: change.id,
    remark: joined(remarks),
  };
}

/** The stage of the rule's place, appended where the release has none there. */
async function ensureStage(
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
async function ensureChange(
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
          title: `${release.name} to ${where}`.slice(0, 200),
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

async function begin(
  tx: Session,
  following: Following,
  fact: RolloutFact,
  parts: { release: ReleaseRecord; stage: Stage; changeId: string | null },
): Promise<RolloutRecord> {
  const { author, deployer, rule, now } = following;
  return beginRollout(tx, author, {
    ...parts,
    assetIds: rule.assetIds,
    at: instantOf(following, fact),
    bypassedGates: await shutGates(tx, parts.release, parts.stage, now),
    overrideReason: null,
    url: fact.url,
    origin: { source: SOURCES[deployer], externalId: fact.key },
  });
}

/** Moves a change as far as its rollout is; what stands in the way is a remark, since the rollout is a fact. */
async function moveChange(
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
  if (outcome === null || change.status === 'COMPLETED') return null;
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

/** Takes the deployment back that a fact names. */
async function takeBack(
  tx: Session,
  following: Following,
  fact: RolloutFact,
  release: ReleaseRecord,
): Promise<Followed> {
  const rollout = await findRollout(tx, following.deployer, fact.key);
  if (!rollout) {
    throw new DomainError('UNKNOWN_DEPLOYMENT', 'What is taken back was never told of.', []);
  }
  const followed = { releaseId: release.id, rolloutId: rollout.id, changeId: rollout.changeId };
  if (rollout.status === 'ROLLED_BACK') return { ...followed, remark: 'The rollout is ROLLED_BACK already.' };
  const at = await rollBack(tx, following, rollout, fact);
  const remark = rollout.changeId
    ? await moveChange(tx, following.author, rollout.changeId, at, 'ROLLED_BACK')
    : null;
  return { ...followed, remark };
}

/** Takes back what runs at the rule's place, unless it is this release; records its rollout where it did not run before. */
async function takeBackTo(
  tx: Session,
  following: Following,
  fact: RolloutFact,
  release: ReleaseRecord,
): Promise<Followed> {
  const place = { ...placeOf(following.rule), assetIds: following.rule.assetIds };
  const [running] = await findRunning(tx, place, following.now);
  if (running && running.releaseId !== release.id) {
    const rollout = await rolloutRecords.require(tx, running.rolloutId, []);
    await rollBack(tx, following, rollout, fact);
    if (rollout.changeId) {
      await moveChange(tx, following.author, rollout.changeId, instantOf(following, fact), 'ROLLED_BACK');
    }
  }
  const [now] = await findRunning(tx, place, following.now);
  if (now?.releaseId === release.id) {
    return { releaseId: release.id, rolloutId: now.rolloutId, changeId: null, remark: null };
  }
  return rollOut(tx, following, { ...fact, state: 'SUCCEEDED' }, release);
}

async function rollBack(
  tx: Session,
  following: Following,
  rollout: RolloutRecord,
  fact: RolloutFact,
): Promise<Date> {
  const { author } = following;
  const at = notBefore(
    instantOf(following, fact),
    rollout.rollbackStartedAt ?? rollout.endedAt ?? rollout.startedAt,
  );
  const begun =
    rollout.status === 'ROLLING_BACK'
      ? rollout
      : await stepRollout(tx, author, rollout, { kind: 'startRollback', reason: 'Told by the deployer', at });
  await stepRollout(tx, author, begun, { kind: 'completeRollback', outcome: 'SUCCEEDED', at });
  return at;
}

async function findRollout(tx: Session, deployer: DeployerName, key: string): Promise<RolloutRecord | null> {
  const found = await rolloutRecords.findByExternalIds(tx, SOURCES[deployer], [key]);
  return found.get(key) ?? null;
}

/** Rules about deployments name their environment. */
function placeOf({ environmentId, region }: DeployerRuleRecord): {
  environmentId: string;
  region: string | null;
} {
  if (environmentId === null) throw new Error('a rule about deployments has an environment');
  return { environmentId, region };
}

/** When it happened by the deployer's clock, which may run ahead of ours. */
function instantOf({ now }: Following, { at }: DeployerFact): Date {
  const told = new Date(at);
  return told > now ? now : told;
}

function notBefore(at: Date, earliest: Date): Date {
  return at < earliest ? earliest : at;
}

function joined(remarks: readonly (string | null)[]): string | null {
  return remarks.filter((remark) => remark !== null).join(' ') || null;
}
