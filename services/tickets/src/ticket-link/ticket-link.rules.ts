import { DomainError, invalid } from '@plimsoll/shared';
import { ProblemNature, TicketKind } from '../ticket/index.js';

/** What a ticket has to do with another one, with a change or with a release. */
export enum TicketLinkType {
  CAUSED_BY = 'CAUSED_BY',
  DUPLICATE_OF = 'DUPLICATE_OF',
  BLOCKED_BY = 'BLOCKED_BY',
  SPLIT_FROM = 'SPLIT_FROM',
  ASKS_FOR = 'ASKS_FOR',
  FIXED_IN_RELEASE = 'FIXED_IN_RELEASE',
  BROKEN_BY_CHANGE = 'BROKEN_BY_CHANGE',
}

/** To what a link goes; one of them is given. */
export interface LinkTarget {
  toTicketId: string | null;
  toChangeId: string | null;
  toReleaseId: string | null;
}

const FIELD: Record<TicketLinkType, keyof LinkTarget> = {
  CAUSED_BY: 'toTicketId',
  DUPLICATE_OF: 'toTicketId',
  BLOCKED_BY: 'toTicketId',
  SPLIT_FROM: 'toTicketId',
  ASKS_FOR: 'toTicketId',
  FIXED_IN_RELEASE: 'toReleaseId',
  BROKEN_BY_CHANGE: 'toChangeId',
};

/** The types of which a chain that comes back to its beginning means nothing: what asks for something asks only once. */
const ACYCLIC: readonly TicketLinkType[] = [
  TicketLinkType.CAUSED_BY,
  TicketLinkType.DUPLICATE_OF,
  TicketLinkType.BLOCKED_BY,
  TicketLinkType.SPLIT_FROM,
];

/** Whether links of this type may form no cycle. */
export function isAcyclic(type: TicketLinkType): boolean {
  return ACYCLIC.includes(type);
}

/** What a link of this type goes to, of what the input gives. @throws DomainError `INVALID` for anything else */
export function checkTarget(
  type: TicketLinkType,
  given: { [Field in keyof LinkTarget]?: string | null },
): LinkTarget {
  const field = FIELD[type];
  const target: LinkTarget = { toTicketId: null, toChangeId: null, toReleaseId: null };
  const named = (Object.keys(target) as (keyof LinkTarget)[]).filter((one) => given[one] != null);
  if (named.length !== 1 || named[0] !== field) {
    throw invalid(`A link of type ${type} goes to \`${field}\`, and to that alone.`, [field]);
  }
  return { ...target, [field]: given[field] };
}

/** A ticket as far as links depend on it. */
export interface LinkEnd {
  id: string;
  kind: TicketKind;
  nature: ProblemNature | null;
}

/**
 * Refuses a link between tickets that means nothing: of a ticket to itself; a cause that is a request; a wish that is
 * none, or of engineering itself.
 *
 * @throws DomainError `LINK_MEANINGLESS`
 */
export function checkEnds(type: TicketLinkType, from: LinkEnd, to: LinkEnd): void {
  if (from.id === to.id) throw meaningless('A ticket is not linked to itself.');
  if (type === TicketLinkType.CAUSED_BY && to.kind === TicketKind.REQUEST) {
    throw meaningless('A request causes nothing; link to an incident or a problem.');
  }
  if (type === TicketLinkType.ASKS_FOR) {
    if (to.nature !== ProblemNature.ENHANCEMENT) throw meaningless('Only an enhancement is asked for.');
    if (from.kind === TicketKind.PROBLEM) throw meaningless('A problem asks for nothing; customers do.');
  }
}

/** A chain of links of this type would come back to its beginning. */
export function cyclic(type: TicketLinkType): DomainError {
  return new DomainError('LINK_CYCLE', `A chain of ${type} would come back to this ticket.`, ['toTicketId']);
}

function meaningless(message: string): DomainError {
  return new DomainError('LINK_MEANINGLESS', message, ['toTicketId']);
}
