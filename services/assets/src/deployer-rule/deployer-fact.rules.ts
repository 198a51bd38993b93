export type DeployerName = 'GITHUB' | 'CLOUD_EVENTS';
/** What rules tell apart: a published release, a deployment, and the run of a workflow that deploys. */
export type DeployerEventName = 'RELEASE' | 'DEPLOYMENT' | 'WORKFLOW_RUN';
/** How far a deployment is: planned … taken back itself, or the version is one to which another was taken back. */
type DeployerState = 'PLANNED' | 'STARTED' | 'SUCCEEDED' | 'FAILED' | 'ROLLED_BACK' | 'ROLLED_BACK_TO';

interface Fact {
  /** `owner/name`, or the id of a service. */
  repository: string;
  /** The version: a tag, or what else tells it from others; null where only the commit does. */
  tag: string | null;
  commit: string | null;
  /** An http(s) address where the deployer shows it. */
  url: string | null;
  /** ISO 8601: when it happened, by the deployer's clock. */
  at: string;
}

/** That a release was published. */
export interface ReleaseFact extends Fact {
  event: 'RELEASE';
  /** As its authors call it. */
  title: string | null;
}

/** How far a deployment is. */
export interface RolloutFact extends Fact {
  event: 'DEPLOYMENT' | 'WORKFLOW_RUN';
  /** What all that is told of one deployment has in common, unique within the deployer. */
  key: string;
  state: DeployerState;
  /** What was asked to be deployed, where that may be a tag or a branch; else null. */
  ref: string | null;
  /** As the deployer calls it; null where it does not say. */
  environment: string | null;
  /** The name of the workflow; only of a run. */
  workflow: string | null;
}

/** What a delivery says, as far as it matters here; it names no person. */
export type DeployerFact = ReleaseFact | RolloutFact;

const SHORT_COMMIT = 7;

/**
 * The version of a fact as people write it: its tag, else the first characters of its commit.
 */
export function versionOf(fact: Pick<DeployerFact, 'tag' | 'commit'>): string {
  return fact.tag ?? (fact.commit === null ? 'unknown' : shortened(fact.commit, SHORT_COMMIT));
}

/** The beginning of a text, of at most so many characters, none of them cut in half. */
export function shortened(text: string, longest: number): string {
  return text.slice(0, longest).replace(/[\uD800-\uDBFF]$/u, '');
}

/** What makes two facts the same release: repository and tag, else repository and commit. */
export function releaseKey(fact: Pick<DeployerFact, 'repository' | 'tag' | 'commit'>): string {
  return `${fact.repository}@${fact.tag ?? fact.commit ?? 'unknown'}`;
}
