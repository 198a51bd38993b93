import { z } from 'zod';
import type { DeployerFact, RolloutFact } from '../deployer-rule/index.js';
import { notReadable, toldInstant, toldLink, toldText, type Reading } from './reading.js';

// https://docs.github.com/webhooks/webhook-events-and-payloads: what is read of them; all else is passed over.

const repository = z.object({ full_name: toldText });
const release = z.object({
  action: toldText,
  repository,
  release: z.object({
    tag_name: toldText,
    name: toldText.nullish(),
    draft: z.boolean().nullish(),
    html_url: toldLink,
    published_at: toldText.nullish(),
  }),
});
const deployed = z.object({
  id: z.int(),
  sha: toldText,
  ref: toldText,
  environment: toldText,
  created_at: toldText.nullish(),
});
const deployment = z.object({ action: toldText.default('created'), repository, deployment: deployed });
const deploymentStatus = z.object({
  repository,
  deployment: deployed,
  deployment_status: z.object({
    state: toldText,
    environment: toldText.nullish(),
    log_url: toldLink,
    target_url: toldLink,
    created_at: toldText.nullish(),
  }),
});
const workflowRun = z.object({
  action: toldText,
  repository,
  workflow: z.object({ name: toldText }).nullish(),
  workflow_run: z.object({
    id: z.int(),
    run_attempt: z.int().nullish(),
    name: toldText.nullish(),
    head_branch: toldText.nullish(),
    head_sha: toldText,
    conclusion: toldText.nullish(),
    html_url: toldLink,
    run_started_at: toldText.nullish(),
    created_at: toldText.nullish(),
    updated_at: toldText.nullish(),
  }),
});

const STATES: Record<string, RolloutFact['state']> = {
  queued: 'PLANNED',
  pending: 'PLANNED',
  waiting: 'PLANNED',
  in_progress: 'STARTED',
  success: 'SUCCEEDED',
  failure: 'FAILED',
  error: 'FAILED',
};
const CONCLUSIONS: Record<string, RolloutFact['state']> = {
  success: 'SUCCEEDED',
  failure: 'FAILED',
  timed_out: 'FAILED',
  startup_failure: 'FAILED',
  cancelled: 'FAILED',
};
/** `2.4.1`, `v2.4`, `1.0.0-rc.1` … as opposed to a branch. */
const VERSION = /^v?\d+(\.\d+)+([-+][\w.+-]+)?$/;

/**
 * What a delivery of GitHub says.
 *
 * @param type the header `X-GitHub-Event`
 * @param receivedAt stands for an instant that the delivery does not tell
 */
export function readGitHub(type: string, payload: unknown, receivedAt: Date): Reading {
  switch (type) {
    case 'release':
      return read(release, payload, (given) => releaseFact(given, receivedAt));
    case 'deployment':
      return read(deployment, payload, (given) =>
        given.action === 'created'
          ? { fact: deploymentFact(given, 'PLANNED', given.deployment.created_at, receivedAt) }
          : { ignored: `A deployment that is ${given.action} says nothing new.` },
      );
    case 'deployment_status':
      return read(deploymentStatus, payload, (given) => {
        const { state, environment, log_url, target_url, created_at } = given.deployment_status;
        const known = STATES[state];
        if (!known) return { ignored: `A deployment that is ${state} is not followed.` };
        const fact = deploymentFact(given, known, created_at, receivedAt);
        return {
          fact: { ...fact, environment: environment ?? fact.environment, url: log_url ?? target_url },
        };
      });
    case 'workflow_run':
      return read(workflowRun, payload, (given) => runFact(given, receivedAt));
    case 'ping':
      return { ignored: 'A ping: the webhook is set up.' };
    default:
      return { ignored: `Events of type ${JSON.stringify(type.slice(0, 80))} are not followed.` };
  }
}

function read<Given>(
  schema: z.ZodType<Given>,
  payload: unknown,
  toReading: (given: Given) => Reading,
): Reading {
  const parsed = schema.safeParse(payload);
  return parsed.success ? toReading(parsed.data) : notReadable(parsed.error);
}

function releaseFact(
  { action, release: given, repository: of }: z.infer<typeof release>,
  now: Date,
): Reading {
  if (!['published', 'released', 'prereleased'].includes(action)) {
    return { ignored: `A release that is ${action} is not followed.` };
  }
  if (given.draft) return { ignored: 'A release that is still a draft is not followed.' };
  return {
    fact: {
      event: 'RELEASE',
      repository: of.full_name,
      tag: given.tag_name,
      commit: null,
      title: given.name ?? null,
      url: given.html_url,
      at: toldInstant(given.published_at, now),
    },
  };
}

function deploymentFact(
  { deployment: given, repository: of }: Pick<z.infer<typeof deployment>, 'deployment' | 'repository'>,
  state: RolloutFact['state'],
  at: string | null | undefined,
  now: Date,
): RolloutFact {
  return {
    event: 'DEPLOYMENT',
    repository: of.full_name,
    ...versionIn(given.ref, given.sha),
    url: null,
    at: toldInstant(at, now),
    key: `${of.full_name}/deployments/${given.id}`,
    state,
    environment: given.environment,
    workflow: null,
  };
}

function runFact(given: z.infer<typeof workflowRun>, now: Date): Reading {
  const { action, workflow, workflow_run: run, repository: of } = given;
  const begun = run.run_started_at ?? run.created_at;
  const fact = (state: RolloutFact['state'], at: string | null | undefined): { fact: DeployerFact } => ({
    fact: {
      event: 'WORKFLOW_RUN',
      repository: of.full_name,
      ...versionIn(run.head_branch ?? '', run.head_sha),
      url: run.html_url,
      at: toldInstant(at, now),
      // A run that is repeated keeps its id.
      key: `${of.full_name}/actions/runs/${run.id}/${run.run_attempt ?? 1}`,
      state,
      environment: null,
      workflow: workflow?.name ?? run.name ?? null,
    },
  });
  if (action === 'requested') return fact('PLANNED', begun);
  if (action === 'in_progress') return fact('STARTED', begun);
  const state = action === 'completed' ? CONCLUSIONS[run.conclusion ?? ''] : undefined;
  return state
    ? fact(state, run.updated_at)
    : { ignored: `A run that is ${run.conclusion ?? action} is not followed.` };
}

function versionIn(ref: string, sha: string): Pick<RolloutFact, 'tag' | 'commit' | 'ref'> {
  const name = ref.replace(/^refs\/(tags|heads)\//, '');
  const isTag = ref.startsWith('refs/tags/') || VERSION.test(name);
  return { tag: isTag ? name : null, commit: sha, ref: name || null };
}
