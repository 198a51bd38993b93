import { emit, invalid, newId, notFound, type RequestContext, type Session } from '@plimsoll/shared';
import { requireSeen } from '../account/index.js';
import { takeTurn } from '../ticket-event/index.js';
import { DESK_ROLES, takeStep, type StepAuthor } from '../ticket-step/index.js';
import { ticketRecords, type TicketRecord } from '../ticket/index.js';
import { checkEnds, checkTarget, cyclic, isAcyclic, TicketLinkType } from './ticket-link.rules.js';
import {
  countLinks,
  deleteLinks,
  findLink,
  insertLinks,
  leadsTo,
  type TicketLinkRecord,
} from './ticket-link.store.js';
import type { LinkTicketInput, UnlinkTicketInput } from './ticket-link.types.js';

const MOST_LINKS = 100;

/** Types that come about by a step of their own, and go with it. */
const BY_STEPS: readonly TicketLinkType[] = [TicketLinkType.SPLIT_FROM];

/**
 * Links a ticket to another one, a change or a release; what is linked so already stays as it is. Roles: admin, agent,
 * operator, manager.
 */
export function linkTicket(context: RequestContext, input: LinkTicketInput): Promise<TicketRecord> {
  const { type } = input;
  return takeStep(
    context,
    DESK_ROLES,
    input,
    async (ticket, tx) => {
      if (BY_STEPS.includes(type)) throw invalid(`A link of type ${type} is made by its own step.`, ['type']);
      const target = checkTarget(type, input);
      if (target.toTicketId !== null) await checkTicket(tx, type, ticket, target.toTicketId);
      if (target.toChangeId !== null) await requireSeen(tx, 'change', [target.toChangeId], ['toChangeId']);
      if (target.toReleaseId !== null)
        await requireSeen(tx, 'release', [target.toReleaseId], ['toReleaseId']);
      if ((await countLinks(tx, ticket.id)) >= MOST_LINKS) {
        throw invalid(`A ticket has at most ${MOST_LINKS} links.`, ['id']);
      }
      const to = target.toTicketId ?? target.toChangeId ?? target.toReleaseId;
      return {
        changes: {},
        events: [{ type: 'LINKED', to, text: type }],
        after: async (_, author) => {
          await storeLinks(tx, author, [{ ticketId: ticket.id, type, ...target }], context.now);
        },
      };
    },
    takeTurn,
  );
}

async function checkTicket(
  tx: Session,
  type: TicketLinkType,
  from: TicketRecord,
  toId: string,
): Promise<void> {
  const to = await ticketRecords.require(tx, toId, ['toTicketId']);
  checkEnds(type, from, to);
  if (isAcyclic(type) && (await leadsTo(tx, type, to.id, from.id))) throw cyclic(type);
}

/** Takes a link of a ticket away. Roles: admin, agent, operator, manager. */
export function unlinkTicket(context: RequestContext, input: UnlinkTicketInput): Promise<TicketRecord> {
  return takeStep(context, DESK_ROLES, input, async (ticket, tx) => {
    const link = await findLink(tx, ticket.id, input.linkId);
    if (!link) throw notFound('link', input.linkId, ['linkId']);
    if (BY_STEPS.includes(link.type)) throw invalid(`A link of type ${link.type} stays.`, ['linkId']);
    if (link.type === TicketLinkType.DUPLICATE_OF && ticket.mergedIntoId === link.toTicketId) {
      throw invalid('The ticket is merged into the other one; take it out of there.', ['linkId']);
    }
    const from = link.toTicketId ?? link.toChangeId ?? link.toReleaseId;
    return {
      changes: {},
      events: [{ type: 'UNLINKED', from, text: link.type }],
      after: () => removeLinks(tx, [link]),
    };
  });
}

/** Stores links that were checked, and tells others; one that is on record already is left as it is. */
export async function storeLinks(
  tx: Session,
  author: StepAuthor,
  links: readonly Omit<TicketLinkRecord, 'id' | 'linkedAt' | 'linkedBy'>[],
  now: Date,
): Promise<void> {
  const made = links.map((link): TicketLinkRecord => ({
    ...link,
    id: newId('lnk'),
    linkedAt: now,
    linkedBy: author.actorId,
  }));
  await tell(tx, await insertLinks(tx, made), 'created', 1);
}

/** Takes links away, and tells others. */
export async function removeLinks(tx: Session, links: readonly TicketLinkRecord[]): Promise<void> {
  await deleteLinks(
    tx,
    links.map(({ id }) => id),
  );
  await tell(tx, links, 'removed', 2);
}

function tell(
  tx: Session,
  links: readonly TicketLinkRecord[],
  verb: 'created' | 'removed',
  version: number,
): Promise<void> {
  return emit(
    tx,
    links.map(({ id, ticketId, type, toTicketId, toChangeId, toReleaseId }) => ({
      type: `plimsoll.ticket_link.${verb}.v1`,
      subject: id,
      version,
      data: { id, externalId: null, source: null, ticketId, type, toTicketId, toChangeId, toReleaseId },
    })),
  );
}
