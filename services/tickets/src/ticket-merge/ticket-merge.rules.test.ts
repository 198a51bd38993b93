import { TicketStatus } from '../ticket/index.js';
import { checkMergeSource, checkMergeTarget, type Mergeable } from './ticket-merge.rules.js';

const ticket = (given: Partial<Mergeable> = {}): Mergeable => ({
  id: 'tkt_a',
  customerId: 'cus_a',
  status: TicketStatus.NEW,
  mergedIntoId: null,
  ...given,
});
const refused = expect.objectContaining({ code: 'NOT_MERGEABLE' });

describe('merging tickets', () => {
  it.each(Object.values(TicketStatus))('into one that is %s needs it open', (status) => {
    const check = () => checkMergeTarget(ticket({ status }));
    if (status === 'RESOLVED' || status === 'CLOSED') expect(check).toThrow(refused);
    else expect(check).not.toThrow();
  });

  it('takes those of one customer, or of none, that are not merged yet', () => {
    const target = ticket({ id: 'tkt_b' });
    expect(() => checkMergeSource(ticket(), target)).not.toThrow();
    expect(() =>
      checkMergeSource(ticket({ customerId: null }), ticket({ id: 'tkt_b', customerId: null })),
    ).not.toThrow();
    expect(() => checkMergeSource(ticket({ customerId: 'cus_b' }), target)).toThrow('different customers');
    expect(() => checkMergeSource(ticket({ customerId: null }), target)).toThrow('different customers');
    expect(() => checkMergeSource(ticket({ mergedIntoId: 'tkt_c' }), target)).toThrow('tkt_c');
    expect(() => checkMergeSource(target, target)).toThrow('itself');
    expect(() => checkMergeTarget(ticket({ mergedIntoId: 'tkt_c' }))).toThrow('tkt_c');
  });
});
