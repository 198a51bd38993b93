import { ProblemNature, TicketKind } from '../ticket/index.js';
import { checkEnds, checkTarget, isAcyclic, TicketLinkType, type LinkEnd } from './ticket-link.rules.js';

const end = (given: Partial<LinkEnd> = {}): LinkEnd => ({
  id: 'tkt_a',
  kind: TicketKind.INCIDENT,
  nature: null,
  ...given,
});
const other = (given: Partial<LinkEnd> = {}) => end({ id: 'tkt_b', ...given });
const meaningless = expect.objectContaining({ code: 'LINK_MEANINGLESS' });

describe('a link of a ticket', () => {
  it.each(Object.values(TicketLinkType))('of type %s goes to one target, of its own kind', (type) => {
    const field =
      { FIXED_IN_RELEASE: 'toReleaseId', BROKEN_BY_CHANGE: 'toChangeId' }[type as string] ?? 'toTicketId';
    const empty = { toTicketId: null, toChangeId: null, toReleaseId: null };
    for (const given of Object.keys(empty)) {
      const check = () => checkTarget(type, { [given]: 'x' });
      if (given === field) expect(check()).toEqual({ ...empty, [given]: 'x' });
      else expect(check).toThrow(field);
    }
    expect(() => checkTarget(type, {})).toThrow(field);
    expect(() => checkTarget(type, { toTicketId: 'x', toChangeId: 'y', toReleaseId: 'z' })).toThrow(field);
  });

  it('goes to another ticket', () => {
    for (const type of [TicketLinkType.BLOCKED_BY, TicketLinkType.DUPLICATE_OF, TicketLinkType.CAUSED_BY]) {
      expect(() => checkEnds(type, end(), end())).toThrow(meaningless);
      expect(() => checkEnds(type, end(), other())).not.toThrow();
    }
  });

  it('names no request as a cause', () => {
    expect(() => checkEnds(TicketLinkType.CAUSED_BY, end(), other({ kind: TicketKind.REQUEST }))).toThrow(
      meaningless,
    );
    expect(() =>
      checkEnds(TicketLinkType.BLOCKED_BY, end(), other({ kind: TicketKind.REQUEST })),
    ).not.toThrow();
  });

  it('asks for enhancements alone, on behalf of customers', () => {
    const enhancement = other({ kind: TicketKind.PROBLEM, nature: ProblemNature.ENHANCEMENT });
    const defect = other({ kind: TicketKind.PROBLEM, nature: ProblemNature.DEFECT });
    expect(() => checkEnds(TicketLinkType.ASKS_FOR, end(), enhancement)).not.toThrow();
    expect(() => checkEnds(TicketLinkType.ASKS_FOR, end(), defect)).toThrow(meaningless);
    expect(() => checkEnds(TicketLinkType.ASKS_FOR, end({ kind: TicketKind.PROBLEM }), enhancement)).toThrow(
      meaningless,
    );
  });

  it('forms no circle where one would mean nothing', () => {
    expect(Object.values(TicketLinkType).filter(isAcyclic)).toEqual([
      'CAUSED_BY',
      'DUPLICATE_OF',
      'BLOCKED_BY',
      'SPLIT_FROM',
    ]);
  });
});
