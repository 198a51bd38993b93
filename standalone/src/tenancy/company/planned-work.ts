import { ADMIN, type TestPlatform } from '../../testing/test-platform.js';
import type { Records } from '../records.js';

type Payload = Record<string, { id: string } | null> & { userErrors: unknown[] };

/**
 * What no file brings of changes: a procedure that is published, a draft that follows it, a template that makes
 * standard changes, and the review of a change that is over, with something to be done after it; the board and the rule that agree to changes. And the change calendar,
 * far away from all changes.
 */
export async function planWork(platform: TestPlatform, records: Records): Promise<void> {
  const made = async (mutation: string, noun: string, input: Record<string, unknown>): Promise<string> => {
    const type = mutation.slice(0, 1).toUpperCase() + mutation.slice(1);
    const { data, errors } = await platform.ask<Record<string, Payload>>(
      ADMIN,
      `mutation ($input: ${type}Input!) { ${mutation}(input: $input) { ${noun} { id } userErrors { code message } } }`,
      { input },
    );
    const id = data?.[mutation]?.[noun]?.id;
    if (id === undefined) throw new Error(JSON.stringify([data, errors]));
    return id;
  };
  const procedureId = await made('createStandardProcedure', 'procedure', {
    idempotencyKey: 'work',
    name: 'Granite procedure',
    steps: [{ text: 'Granite step' }],
  });
  await made('publishStandardProcedure', 'procedure', { id: procedureId, expectedVersion: 1 });
  const draft = records.of('Change').find(({ externalId }) => externalId === 'granite-draft');
  await made('updateChange', 'change', { id: draft?.id, expectedVersion: 1, procedureId });
  await made('createChangeTemplate', 'template', {
    idempotencyKey: 'work',
    name: 'Granite template of changes',
    procedureId,
    mostAssets: 1,
    longestWindow: 'PT1H',
    worstState: 'UP',
  });
  const repair = records.of('Change').find(({ externalId }) => externalId === 'alder-repair');
  const reviewId = await made('draftChangeReview', 'review', {
    idempotencyKey: 'work',
    changeId: repair?.id,
    summary: 'Granite summary',
  });
  await made('addReviewAction', 'action', { idempotencyKey: 'work', reviewId, text: 'Granite action' });
  const [member, delegate] = records.of('Person');
  const boardId = await made('createAdvisoryBoard', 'board', {
    idempotencyKey: 'work',
    name: 'Granite board',
    quorum: 1,
    members: [{ personId: member?.id }],
  });
  await made('delegateVote', 'delegation', {
    idempotencyKey: 'work',
    boardId,
    memberId: member?.id,
    delegateId: delegate?.id,
    validFrom: '2001-01-01T00:00:00Z',
    validTo: '2101-01-01T00:00:00Z',
    reason: 'Granite reason',
  });
  await made('planBoardMeeting', 'meeting', {
    idempotencyKey: 'work',
    boardId,
    startsAt: '2101-01-01T00:00:00Z',
    endsAt: '2101-01-01T01:00:00Z',
    place: 'Granite room',
  });
  await made('createChangeApprovalRule', 'rule', {
    idempotencyKey: 'work',
    position: 1,
    name: 'Granite rule',
    boardId,
  });
  await made('startReconciliation', 'reconciliation', {
    idempotencyKey: 'work',
    source: 'granite feed',
    nouns: ['ASSET'],
  });
  const longAgo = { startsAt: '2001-01-01T00:00:00Z', duration: 'PT1H', timeZone: 'UTC' };
  await made('createFreeze', 'freeze', { idempotencyKey: 'work', name: 'Granite freeze', ...longAgo });
  await made('createMaintenanceWindow', 'maintenanceWindow', {
    idempotencyKey: 'work',
    name: 'Granite window',
    scope: { tags: ['granite'] },
    ...longAgo,
  });
}
