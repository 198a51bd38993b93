import type { ChangeStatusName } from '../change/index.js';
import {
  checkApprover,
  importedStatus,
  statusAfter,
  statusAfterEdit,
  type ChangeStep,
} from './change-step.rules.js';

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
/** Every step from every status: where it leads; absent is refused. */
const LIFE: Record<ChangeStep, Partial<Record<ChangeStatusName, ChangeStatusName>>> = {
  assess: { DRAFT: 'ASSESSED' },
  submit: { ASSESSED: 'IN_REVIEW' },
  approve: { IN_REVIEW: 'APPROVED' },
  reject: { IN_REVIEW: 'DRAFT' },
  schedule: { APPROVED: 'SCHEDULED' },
  start: { APPROVED: 'IN_PROGRESS', SCHEDULED: 'IN_PROGRESS' },
  complete: { IN_PROGRESS: 'COMPLETED' },
  cancel: {
    DRAFT: 'CANCELLED',
    ASSESSED: 'CANCELLED',
    IN_REVIEW: 'CANCELLED',
    APPROVED: 'CANCELLED',
    SCHEDULED: 'CANCELLED',
  },
};

describe('the life of a change', () => {
  for (const [step, leads] of Object.entries(LIFE) as [ChangeStep, (typeof LIFE)[ChangeStep]][]) {
    it.each(STATUSES)(`${step} from %s`, (status) => {
      const next = leads[status];
      if (next) expect(statusAfter(step, status)).toBe(next);
      else
        expect(() => statusAfter(step, status)).toThrow(expect.objectContaining({ code: 'INVALID_STATUS' }));
    });
  }

  it('says what a step needs', () => {
    expect(() => statusAfter('start', 'DRAFT')).toThrow(
      'This change is DRAFT; to start it, it has to be APPROVED or SCHEDULED.',
    );
  });

  it('is not approved by who asked for it', () => {
    expect(() => checkApprover('per_1', 'per_1')).toThrow(expect.objectContaining({ code: 'OWN_CHANGE' }));
    expect(() => checkApprover('per_1', 'per_2')).not.toThrow();
    expect(() => checkApprover(null, null)).not.toThrow();
  });

  it.each(STATUSES)('opens what it does to edits until review, and words until it is over: %s', (status) => {
    const after = (fields: string[]) => {
      try {
        return statusAfterEdit(status, fields);
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    const over = status === 'COMPLETED' || status === 'CANCELLED';
    expect(after([])).toBe(over ? 'INVALID_STATUS' : status);
    const open = status === 'DRAFT' || status === 'ASSESSED';
    expect(after(['window'])).toBe(open ? 'DRAFT' : 'INVALID_STATUS');
  });

  it('is as far as an import says, where it does not say the status', () => {
    const none = { outcome: null, endedAt: null, startedAt: null };
    expect(importedStatus(none)).toBe('DRAFT');
    expect(importedStatus({ ...none, startedAt: new Date(0) })).toBe('IN_PROGRESS');
    expect(importedStatus({ ...none, startedAt: new Date(0), endedAt: new Date(1) })).toBe('COMPLETED');
    expect(importedStatus({ ...none, outcome: 'FAILED' })).toBe('COMPLETED');
  });
});
