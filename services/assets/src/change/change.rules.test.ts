import { checkWindow, stateNow, type ChangeStatusName } from './change.rules.js';

const STATUSES: ChangeStatusName[] = [
  'DRAFT',
  'ASSESSED',
  'IN_REVIEW',
  'APPROVED',
  'SCHEDULED',
  'IN_PROGRESS',
  'COMPLETED',
  'CANCELLED',
];

describe('a change', () => {
  it('holds its assets only while it is in progress', () => {
    for (const status of STATUSES) {
      expect(stateNow(status, 'DOWN')).toBe(status === 'IN_PROGRESS' ? 'DOWN' : 'UP');
    }
  });

  it('has a window that is not empty', () => {
    const from = new Date(0);
    const to = new Date(1);
    expect(checkWindow({ from, to })).toEqual({ windowFrom: from, windowTo: to });
    expect(() => checkWindow({ from, to: from })).toThrow(
      expect.objectContaining({ code: 'INVALID', inputPath: ['window', 'to'] }),
    );
  });
});
