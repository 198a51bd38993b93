import {
  authorize,
  checkText,
  DomainError,
  invalid,
  newId,
  notFound,
  type RequestContext,
  type Role,
  type Session,
} from '@plimsoll/shared';
import { requireSeen } from '../account/index.js';
import { majorIncidentRecords } from '../major-incident/index.js';
import { storeLinks, TicketLinkType } from '../ticket-link/index.js';
import {
  DESK_ROLES,
  LONGEST_REASON,
  LONGEST_SUBJECT,
  LONGEST_TEXT,
  openTickets,
  optionalText,
  takeStep,
  takeStepWithin,
  ticketAuthorOf,
  type Happening,
  type StepAuthor,
} from '../ticket-step/index.js';
import { blankTicket } from '../ticket/index.js';
import {
  checkComplete,
  checkReviewer,
  postmortemAfter,
  PostmortemStatus,
  type PostmortemStep,
} from './postmortem.rules.js';
import { findPostmortemsOf, postmortemRecords, type PostmortemRecord } from './postmortem.store.js';
import type {
  AddPostmortemActionInput,
  PostmortemStepInput,
  ReturnPostmortemInput,
  StartPostmortemInput,
  UpdatePostmortemInput,
} from './postmortem.types.js';

/** Who decides about postmortems. */
const REVIEWING_ROLES: readonly Role[] = ['admin', 'manager', 'executive'];
const MOST_CAUSES = 50;
const MOST_ACTIONS = 100;

/** Starts the postmortem of a major incident, once. Roles: admin, agent, operator, manager. */
export async function startPostmortem(
  context: RequestContext,
  input: StartPostmortemInput,
): Promise<PostmortemRecord> {
  const id = newId('pmo');
  await takeStep(context, DESK_ROLES, input, async (ticket, tx) => {
    const led = (await majorIncidentRecords.findByIds(tx, [ticket.id])).get(ticket.id);
    if (!led)
      throw new DomainError('NOT_A_MAJOR_INCIDENT', 'Only a major incident has a postmortem.', ['id']);
    const [existing] = await findPostmortemsOf(tx, [ticket.id]);
    if (existing) {
      throw new DomainError('ALREADY_EXISTS', `Its postmortem is ${existing.id} already.`, ['id']);
    }
    const ownerId = input.ownerId ?? led.commanderId;
    if (ownerId === null) throw invalid('`ownerId` says who answers for it.', ['ownerId']);
    await requireSeen(tx, 'person', [ownerId], ['ownerId']);
    const started: PostmortemRecord = {
      id,
      version: 1,
      externalId: null,
      source: null,
      ticketId: ticket.id,
      ownerId,
      status: PostmortemStatus.DRAFT,
      rootCause: null,
      reasonForOutage: null,
      contributingCauses: [],
      lessons: null,
      actions: [],
      reviewComment: null,
      publishedById: null,
      publishedAt: null,
    };
    return {
      changes: {},
      events: [{ type: 'POSTMORTEM_STARTED', to: ownerId }],
      after: (inTx, author) => postmortemRecords.create(inTx, author, [started]),
    };
  });
  return postmortemRecords.require(context.session, id, ['id']);
}

/** Writes a postmortem; what is published stays as it is. Roles: admin, agent, operator, manager. */
export function updatePostmortem(
  context: RequestContext,
  input: UpdatePostmortemInput,
): Promise<PostmortemRecord> {
  return advanced(context, DESK_ROLES, input, 'EDITED', async (_, tx) => {
    const { ownerId, contributingCauses } = input;
    if (ownerId != null) await requireSeen(tx, 'person', [ownerId], ['ownerId']);
    return {
      ...(ownerId == null ? {} : { ownerId }),
      ...textOf(input, 'rootCause'),
      ...textOf(input, 'reasonForOutage'),
      ...textOf(input, 'lessons'),
      ...(contributingCauses == null ? {} : { contributingCauses: checkCauses(contributingCauses) }),
    };
  });
}

/** Hands a postmortem to whoever reviews it. Roles: admin, agent, operator, manager. */
export function submitPostmortem(
  context: RequestContext,
  input: PostmortemStepInput,
): Promise<PostmortemRecord> {
  return advanced(context, DESK_ROLES, input, 'SUBMITTED', (current) => {
    checkComplete(current);
    return { reviewComment: null };
  });
}

/** Gives a postmortem back with what is missing. Roles: admin, manager, executive: persons on record, not its owner. */
export function returnPostmortem(
  context: RequestContext,
  input: ReturnPostmortemInput,
): Promise<PostmortemRecord> {
  return advanced(context, REVIEWING_ROLES, input, 'RETURNED', ({ ownerId }) => {
    checkReviewer(ownerId, context.principal.personId);
    return { reviewComment: checkText(input.comment, 'comment', LONGEST_REASON) };
  });
}

/** Publishes a postmortem: customers read the reason for the outage. Roles: admin, manager, executive: persons on record, not its owner. */
export function publishPostmortem(
  context: RequestContext,
  input: PostmortemStepInput,
): Promise<PostmortemRecord> {
  return advanced(
    context,
    REVIEWING_ROLES,
    input,
    'PUBLISHED',
    ({ ownerId }) => {
      checkReviewer(ownerId, context.principal.personId);
      return { publishedAt: context.now, publishedById: context.principal.personId ?? null };
    },
    ({ reasonForOutage }) => [{ type: 'REASON_FOR_OUTAGE_PUBLISHED', text: reasonForOutage, isPublic: true }],
  );
}

/**
 * Adds what is to be done about a cause, also once it is published: a ticket of its own, linked to the incident. Roles:
 * admin, agent, operator, manager.
 */
export function addPostmortemAction(
  context: RequestContext,
  input: AddPostmortemActionInput,
): Promise<PostmortemRecord> {
  authorize(context, ...DESK_ROLES);
  const title = checkText(input.title, 'title', LONGEST_SUBJECT);
  const description = optionalText(input.description, 'description');
  const dueOn = input.dueOn ?? null;
  if (dueOn !== null && dueOn < context.now.toISOString().slice(0, 10)) {
    throw invalid('`dueOn` is today or later.', ['dueOn']);
  }
  const ticket = {
    ...blankTicket(context.now),
    subject: title,
    description,
    assigneeId: input.ownerId,
    tags: ['postmortem-action'],
  };
  return changed(
    context,
    DESK_ROLES,
    input,
    async (current, tx) => {
      if (current.actions.length >= MOST_ACTIONS) {
        throw invalid(`A postmortem has at most ${MOST_ACTIONS} actions.`, ['id']);
      }
      await requireSeen(tx, 'person', [input.ownerId], ['ownerId']);
      return {
        actions: [...current.actions, { ticketId: ticket.id, title, ownerId: input.ownerId, dueOn }],
      };
    },
    () => [{ type: 'POSTMORTEM_ACTION_ADDED', to: ticket.id, text: title }],
    async (tx, author, { ticketId }) => {
      await openTickets(tx, author, [ticket], context.now, { isPublic: false, beginsOutage: false });
      const target = { toTicketId: ticketId, toChangeId: null, toReleaseId: null };
      await storeLinks(
        tx,
        author,
        [{ ticketId: ticket.id, type: TicketLinkType.CAUSED_BY, ...target }],
        context.now,
      );
    },
  );
}

type Change = (
  current: PostmortemRecord,
  tx: Session,
) => Promise<Partial<PostmortemRecord>> | Partial<PostmortemRecord>;

/** Takes a step of a postmortem, and tells its ticket. */
function advanced(
  context: RequestContext,
  roles: readonly Role[],
  input: { id: string; expectedVersion: number },
  step: PostmortemStep,
  change: Change,
  alsoTold: (after: PostmortemRecord) => Happening[] = () => [],
): Promise<PostmortemRecord> {
  return changed(
    context,
    roles,
    input,
    async (current, tx) => {
      const status = postmortemAfter(current.status, step);
      return { status, ...(await change(current, tx)) };
    },
    (after) => [
      ...(step === 'EDITED' ? [] : [{ type: `POSTMORTEM_${step}`, text: after.reviewComment }]),
      ...alsoTold(after),
    ],
  );
}

async function changed(
  context: RequestContext,
  roles: readonly Role[],
  input: { id: string; expectedVersion: number },
  change: Change,
  told: (after: PostmortemRecord) => Happening[],
  then?: (tx: Session, author: StepAuthor, after: PostmortemRecord) => Promise<void>,
): Promise<PostmortemRecord> {
  authorize(context, ...roles);
  const author = ticketAuthorOf(context);
  const stored = await context.session.transaction(async (tx) => {
    const found = (await postmortemRecords.findByIds(tx, [input.id])).get(input.id);
    if (!found) throw notFound('postmortem', input.id, ['id']);
    let after: PostmortemRecord | undefined;
    // The ticket is held first, as by every step of it.
    await takeStepWithin(tx, author, { id: found.ticketId }, context.now, async () => {
      after = await postmortemRecords.update(tx, author, input.id, input.expectedVersion, (current) =>
        change(current, tx),
      );
      return { changes: {}, events: told(after) };
    });
    if (!after) throw new Error('a step of a postmortem changes it');
    await then?.(tx, author, after);
    return after;
  });
  context.clearLoaders();
  return stored;
}

function textOf<Field extends 'rootCause' | 'reasonForOutage' | 'lessons'>(
  input: { [F in Field]?: string | null },
  field: Field,
): { [F in Field]?: string | null } {
  const text = input[field];
  const written = { [field]: text == null ? null : checkText(text, field, LONGEST_TEXT) };
  return text === undefined ? {} : (written as { [F in Field]?: string | null });
}

function checkCauses(causes: readonly string[]): string[] {
  if (causes.length > MOST_CAUSES) {
    throw invalid(`A postmortem names at most ${MOST_CAUSES} contributing causes.`, ['contributingCauses']);
  }
  return causes.map((cause, index) => checkText(cause, `contributingCauses.${index}`, LONGEST_REASON));
}
