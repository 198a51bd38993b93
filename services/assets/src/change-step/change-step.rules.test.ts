import type { ChangeStatusName } from '../change/index.js';
import type { Verdict } from '../change-approval/index.js';
import {
  checkDecidable,
  importedStatus,
  statusAfter,
  statusAfterDecision,
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
  submit: { ASSESSED: 'IN_REVIEW', IN_REVIEW: 'IN_REVIEW' },
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
const codeOf = (useCase: () => unknown): string => {
  try {
    useCase();
    return 'fine';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('the life of a change', () => {
  for (const [step, leads] of Object.entries(LIFE) as [ChangeStep, (typeof LIFE)[ChangeStep]][]) {
    it.each(STATUSES)(`${step} from %s`, (status) => {
      const next = leads[status];
      if (next) expect(statusAfter(step, status)).toBe(next);
      else expect(codeOf(() => statusAfter(step, status))).toBe('INVALID_STATUS');
    });
  }

  it('begins before a decision where the policy lets it, and skips nothing else', () => {
    const starts = STATUSES.filter((status) => codeOf(() => statusAfter('start', status, true)) === 'fine');
    expect(starts).toEqual(['DRAFT', 'ASSESSED', 'IN_REVIEW', 'APPROVED', 'SCHEDULED']);
    expect(codeOf(() => statusAfter('submit', 'DRAFT', true))).toBe('INVALID_STATUS');
  });

  it('says what a step needs', () => {
    expect(() => statusAfter('start', 'DRAFT')).toThrow(
      'This change is DRAFT; to start it, it has to be APPROVED or SCHEDULED.',
    );
  });

  it.each(STATUSES)(
    'opens what is agreed on to edits until it begins, and words until it is over: %s',
    (status) => {
      const after = (fields: string[]) => {
        try {
          return statusAfterEdit(status, fields);
        } catch (error) {
          return (error as { code: string }).code;
        }
      };
      const over = status === 'COMPLETED' || status === 'CANCELLED';
      expect(after([])).toBe(over ? 'INVALID_STATUS' : status);
      expect(after(['window'])).toBe(over || status === 'IN_PROGRESS' ? 'INVALID_STATUS' : 'DRAFT');
    },
  );

  it('is as far as an import says, where it does not say the status', () => {
    const none = { outcome: null, endedAt: null, startedAt: null };
    expect(importedStatus(none)).toBe('DRAFT');
    expect(importedStatus({ ...none, startedAt: new Date(0) })).toBe('IN_PROGRESS');
    expect(importedStatus({ ...none, startedAt: new Date(0), endedAt: new Date(1) })).toBe('COMPLETED');
    expect(importedStatus({ ...none, outcome: 'FAILED' })).toBe('COMPLETED');
  });
});

describe('decisions', () => {
  const decidable = (step: 'approve' | 'reject' | 'vote on', kind: 'NORMAL' | 'EMERGENCY', isOwed: boolean) =>
    STATUSES.filter((status) => codeOf(() => checkDecidable(step, status, kind, isOwed)) === 'fine');

  it('are made in review; about emergencies at once; later where something is owed', () => {
    expect(decidable('approve', 'NORMAL', false)).toEqual(['IN_REVIEW']);
    expect(decidable('vote on', 'NORMAL', false)).toEqual(['IN_REVIEW']);
    expect(decidable('approve', 'EMERGENCY', false)).toEqual(['DRAFT', 'ASSESSED', 'IN_REVIEW']);
    expect(decidable('reject', 'NORMAL', false)).toEqual(['IN_REVIEW', 'APPROVED', 'SCHEDULED']);
    expect(decidable('approve', 'NORMAL', true)).toEqual(STATUSES.filter((one) => one !== 'CANCELLED'));
  });

  it.each<[Verdict, ChangeStatusName[]]>([
    [
      'APPROVED',
      ['APPROVED', 'APPROVED', 'APPROVED', 'APPROVED', 'SCHEDULED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED'],
    ],
    ['REJECTED', ['DRAFT', 'DRAFT', 'DRAFT', 'DRAFT', 'DRAFT', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED']],
    [
      'OPEN',
      [
        'IN_REVIEW',
        'IN_REVIEW',
        'IN_REVIEW',
        'APPROVED',
        'SCHEDULED',
        'IN_PROGRESS',
        'COMPLETED',
        'CANCELLED',
      ],
    ],
  ])('that come to %s lead on from every status', (verdict, next) => {
    expect(STATUSES.map((status) => statusAfterDecision(status, verdict))).toEqual(next);
  });
});
