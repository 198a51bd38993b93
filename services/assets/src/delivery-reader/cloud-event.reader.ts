import { z } from 'zod';
import type { RolloutFact } from '../deployer-rule/index.js';
import { notReadable, toldInstant, toldLink, toldText, type Reading } from './reading.js';

const envelope = z.object({
  id: toldText,
  source: toldText,
  type: toldText,
  time: z.string().nullish(),
  data: z.unknown(),
});

/** Of CDEvents (https://cdevents.dev): an environment and an artifact that a service runs. */
const service = z.object({
  subject: z.object({
    id: toldText,
    content: z.object({
      environment: z.object({ id: toldText, name: toldText.nullish() }),
      artifactId: toldText.nullish(),
    }),
  }),
});

/** Of the platform's own types, for deployers that speak no other language. */
const own = z.object({
  service: toldText.min(1),
  version: toldText.nullish(),
  commit: toldText.nullish(),
  environment: toldText.nullish(),
  id: toldText.nullish(),
  url: toldLink,
});

const CD_EVENT = /^dev\.cdevents\.service\.([a-z]+)\./;
const OWN_EVENT = /^plimsoll\.deployer\.([a-z_]+)\.v1$/;
const SERVICE_STATES: Record<string, RolloutFact['state']> = {
  deployed: 'SUCCEEDED',
  upgraded: 'SUCCEEDED',
  rolledback: 'ROLLED_BACK_TO',
};
const OWN_STATES: Record<string, RolloutFact['state']> = {
  planned: 'PLANNED',
  started: 'STARTED',
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
  rolled_back: 'ROLLED_BACK',
};

/**
 * What a CloudEvent says: a CDEvent about a service, or one of the types `plimsoll.deployer.*.v1`.
 *
 * @param payload the event in its JSON format, whatever it came in
 * @param receivedAt stands for the instant of an event without one
 */
export function readCloudEvent(payload: unknown, receivedAt: Date): Reading {
  const event = envelope.safeParse(payload);
  if (!event.success) return notReadable(event.error);
  const { type, data } = event.data;
  const verb = CD_EVENT.exec(type)?.[1];
  if (verb !== undefined) {
    const state = SERVICE_STATES[verb];
    return state
      ? readService(event.data, state, receivedAt)
      : { ignored: `A service that is ${verb} is not followed.` };
  }
  const state = OWN_STATES[OWN_EVENT.exec(type)?.[1] ?? ''];
  if (!state) return { ignored: `Events of type ${JSON.stringify(type.slice(0, 80))} are not followed.` };
  const parsed = own.safeParse(data);
  if (!parsed.success) return notReadable(parsed.error);
  const given = parsed.data;
  return {
    fact: {
      event: 'DEPLOYMENT',
      repository: given.service,
      tag: given.version ?? null,
      commit: given.commit ?? null,
      ref: null,
      url: given.url,
      at: toldInstant(event.data.time, receivedAt),
      key: `${event.data.source} ${given.id ?? event.data.id}`,
      state,
      environment: given.environment ?? null,
      workflow: null,
    },
  };
}

function readService(
  event: z.infer<typeof envelope>,
  state: RolloutFact['state'],
  receivedAt: Date,
): Reading {
  const parsed = service.safeParse(event.data);
  if (!parsed.success) return notReadable(parsed.error);
  const { id, content } = parsed.data.subject;
  return {
    fact: {
      event: 'DEPLOYMENT',
      repository: id,
      ...versionOfArtifact(content.artifactId ?? ''),
      ref: null,
      url: null,
      at: toldInstant(event.time, receivedAt),
      key: `${event.source} ${event.id}`,
      state,
      environment: content.environment.name ?? content.environment.id,
      workflow: null,
    },
  };
}

/** The version in a package URL (`pkg:type/namespace/name@version?qualifiers#subpath`); a digest is no tag. */
export function versionOfArtifact(purl: string): { tag: string | null; commit: string | null } {
  const [path = ''] = purl.split(/[?#]/, 1);
  const at = path.lastIndexOf('@');
  const version = at < 0 ? '' : decoded(path.slice(at + 1));
  if (version === '') return { tag: null, commit: purl || null };
  return version.startsWith('sha256:') ? { tag: null, commit: version } : { tag: version, commit: null };
}

function decoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
