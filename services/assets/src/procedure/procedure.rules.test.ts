import { DomainError } from '@plimsoll/shared';
import { checkSteps, nextVersion, requireInUse } from './procedure.rules.js';

const step = (text: string, over: object = {}) => ({
  text,
  optional: false,
  parallel: false,
  evidenceRequired: false,
  ...over,
});
const refusal = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return [error.code, ...error.inputPath];
  }
  return null;
};

describe('the steps of a procedure', () => {
  it('are trimmed, and blank texts are none', () => {
    expect(
      checkSteps([step(' Drain '), step('Patch', { details: ' ', expectedResult: ' up ', parallel: true })]),
    ).toEqual([
      {
        text: 'Drain',
        details: null,
        expectedResult: null,
        optional: false,
        parallel: false,
        evidenceRequired: false,
      },
      {
        text: 'Patch',
        details: null,
        expectedResult: 'up',
        optional: false,
        parallel: true,
        evidenceRequired: false,
      },
    ]);
  });

  it('are refused with the place of the fault', () => {
    expect(refusal(() => checkSteps([]))).toEqual(['INVALID', 'steps']);
    expect(refusal(() => checkSteps(Array.from({ length: 201 }, () => step('x'))))).toEqual([
      'INVALID',
      'steps',
    ]);
    expect(checkSteps(Array.from({ length: 200 }, () => step('x')))).toHaveLength(200);
    expect(refusal(() => checkSteps([step('a', { parallel: true })]))).toEqual([
      'INVALID',
      'steps',
      '0',
      'parallel',
    ]);
    expect(refusal(() => checkSteps([step('a'), step(' ')]))).toEqual(['INVALID', 'steps', '1', 'text']);
    expect(refusal(() => checkSteps([step('a'.repeat(501))]))).toEqual(['INVALID', 'steps', '0', 'text']);
  });
});

describe('a procedure', () => {
  it('is published in versions from 1, when there is something new', () => {
    expect(nextVersion({ status: 'DRAFT', edited: true, publishedVersion: null })).toBe(1);
    expect(nextVersion({ status: 'PUBLISHED', edited: true, publishedVersion: 4 })).toBe(5);
    expect(refusal(() => nextVersion({ status: 'PUBLISHED', edited: false, publishedVersion: 4 }))).toEqual([
      'INVALID_STATUS',
      'id',
    ]);
    expect(refusal(() => nextVersion({ status: 'RETIRED', edited: true, publishedVersion: 4 }))).toEqual([
      'INVALID_STATUS',
      'id',
    ]);
  });

  it('stays retired', () => {
    expect(refusal(() => requireInUse('RETIRED', 'edit'))).toEqual(['INVALID_STATUS', 'id']);
    expect(refusal(() => requireInUse('DRAFT', 'edit'))).toBeNull();
  });
});
