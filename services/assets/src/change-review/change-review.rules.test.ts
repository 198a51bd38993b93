import fc from 'fast-check';
import {
  checkCompletion,
  checkParticipants,
  isOverdue,
  requireDraft,
  requireOpen,
  requireOver,
  reviewOf,
  reviewText,
} from './change-review.rules.js';

const endedAt = new Date('2026-03-10T02:00:00.000Z');
const change = (over: object = {}) => ({
  kind: 'NORMAL',
  status: 'COMPLETED',
  outcome: 'FAILED',
  endedAt,
  source: null,
  ...over,
});

describe('a review', () => {
  it('is owed by emergencies within 3 days, and within 7 by what did not simply succeed', () => {
    const owed = (over: object) => {
      const found = reviewOf(change(over));
      return found && [found.reason, found.dueAt.toISOString()];
    };
    const week = '2026-03-17T02:00:00.000Z';
    expect(owed({})).toEqual(['FAILED', week]);
    expect(owed({ outcome: 'ROLLED_BACK' })).toEqual(['ROLLED_BACK', week]);
    expect(owed({ outcome: 'SUCCEEDED_WITH_ISSUES', kind: 'STANDARD' })).toEqual([
      'SUCCEEDED_WITH_ISSUES',
      week,
    ]);
    expect(owed({ outcome: 'SUCCEEDED' })).toBeNull();
    for (const outcome of ['SUCCEEDED', 'FAILED']) {
      expect(owed({ kind: 'EMERGENCY', outcome })).toEqual(['EMERGENCY', '2026-03-13T02:00:00.000Z']);
    }
  });

  it('is owed by nothing that is not over, or was imported', () => {
    const statuses = ['DRAFT', 'ASSESSED', 'IN_REVIEW', 'APPROVED', 'SCHEDULED', 'IN_PROGRESS', 'CANCELLED'];
    fc.assert(
      fc.property(
        fc.constantFrom('STANDARD', 'NORMAL', 'EMERGENCY'),
        fc.constantFrom(...statuses),
        (kind, status) => reviewOf(change({ kind, status, outcome: null })) === null,
      ),
    );
    expect(reviewOf(change({ source: 'itsm' }))).toBeNull();
    expect(reviewOf(change({ endedAt: null }))).toBeNull();
  });

  it('is written of what is over, and settled once it is completed', () => {
    expect(() => requireOver('COMPLETED')).not.toThrow();
    expect(() => requireOver('IN_PROGRESS')).toThrow('once it is COMPLETED; this one is IN_PROGRESS');
    expect(() => requireDraft('DRAFT', 'edit')).not.toThrow();
    expect(() => requireDraft('COMPLETED', 'edit')).toThrow('to edit it, it has to be DRAFT');
    expect(reviewText('  ', 'summary')).toBeNull();
    expect(reviewText(' so ', 'summary')).toBe('so');
    expect(() => reviewText('x'.repeat(20_001), 'summary')).toThrow('summary');
    expect(checkParticipants(['a', 'b', 'a'])).toEqual(['a', 'b']);
    expect(() => checkParticipants(Array.from({ length: 101 }, (_, index) => String(index)))).toThrow(
      'at most 100',
    );
  });

  it('says what happened; that of an emergency is completed by somebody else', () => {
    const said = { objectivesMet: false, summary: 'Too late' };
    const own = (kind: string) => ({ kind, requestedBy: 'per_a' });
    expect(() => checkCompletion({ ...said, objectivesMet: null }, own('NORMAL'), 'per_b')).toThrow(
      'objectivesMet',
    );
    expect(() => checkCompletion({ ...said, summary: null }, own('NORMAL'), 'per_b')).toThrow('summary');
    expect(() => checkCompletion(said, own('NORMAL'), 'per_a')).not.toThrow();
    expect(() => checkCompletion(said, own('EMERGENCY'), 'per_b')).not.toThrow();
    expect(() => checkCompletion(said, own('EMERGENCY'), 'per_a')).toThrow('somebody else has to complete');
  });
});

describe('an action', () => {
  it('is overdue from the day after the one it is due on', () => {
    const at = (dueOn: string | null, status: 'OPEN' | 'DONE' = 'OPEN') =>
      isOverdue({ status, dueOn }, '2026-03-10');
    expect([at('2026-03-09'), at('2026-03-10'), at(null), at('2026-03-09', 'DONE')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(() => requireOpen('DROPPED', 'close')).toThrow('This action is DROPPED');
  });
});
