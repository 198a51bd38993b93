import { DomainError, type Session } from '@plimsoll/shared';
import type { DeployerFact, DeployerName, RolloutFact } from '../deployer-rule/index.js';
import { checkNotCancelled, type ReleaseRecord, type Stage } from '../release/index.js';
import {
  beginRollout,
  findRunning,
  rolloutRecords,
  shutGates,
  stepRollout,
  type RolloutRecord,
} from '../release-rollout/index.js';
import {
  ensureChange,
  ensureRelease,
  ensureStage,
  instantOf,
  moveChange,
  notBefore,
  placeOf,
  SOURCES,
  type Following,
} from './followed-parts.service.js';

/** What a delivery brought about. */
export interface Followed {
  releaseId: string;
  rolloutId: string | null;
  changeId: string | null;
  /** What could not be done, or was done before. */
  remark: string | null;
}

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
  const running = await findRunning(tx, place, following.now);
  if (running && running.releaseId !== release.id) {
    const rollout = await rolloutRecords.require(tx, running.rolloutId, []);
    await rollBack(tx, following, rollout, fact);
    if (rollout.changeId) {
      await moveChange(tx, following.author, rollout.changeId, instantOf(following, fact), 'ROLLED_BACK');
    }
  }
  const now = await findRunning(tx, place, following.now);
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

function joined(remarks: readonly (string | null)[]): string | null {
  return remarks.filter((remark) => remark !== null).join(' ') || null;
}
