import { invalid, newId, notFound, type Session } from '@plimsoll/shared';
import { requirePersons } from '../account/index.js';
import { changeRecords, findAssets, type ChangeRecord } from './change.store.js';

const MOST_ASSETS = 1_000;
const MOST_IMPLEMENTERS = 50;

/** What a new change cannot be without. */
type NewChange = Pick<ChangeRecord, 'title' | 'kind' | 'assetIds' | 'expectedState'> & Partial<ChangeRecord>;

/** A new record of a change, a draft but for what is given; it is not yet stored. */
export function newChange(given: NewChange): ChangeRecord {
  return {
    id: newId('chg'),
    version: 1,
    externalId: null,
    source: null,
    description: null,
    status: 'DRAFT',
    outcome: null,
    windowFrom: null,
    windowTo: null,
    noticeGivenAt: null,
    startedAt: null,
    endedAt: null,
    requestedBy: null,
    reviewedBy: null,
    reviewComment: null,
    rollbackPlan: null,
    implementerIds: [],
    teamName: null,
    emergencyReason: null,
    overriddenConflicts: null,
    procedureId: null,
    releaseId: null,
    templateId: null,
    submittedVersion: null,
    ...given,
  };
}

/**
 * The change with this id, in the session's scope.
 *
 * @param path the input field that names it
 * @throws DomainError `NOT_FOUND`
 */
export function findChange(
  session: Session,
  id: string,
  path: readonly string[] = ['changeId'],
): Promise<ChangeRecord> {
  return changeRecords.require(session, id, path);
}

/**
 * The assets that a change is meant for, each once: 1 to 1,000, all on record.
 *
 * @throws DomainError `INVALID` or `NOT_FOUND`, at `assetIds`
 */
export async function checkChangeAssets(tx: Session, given: readonly string[]): Promise<string[]> {
  const ids = [...new Set(given)];
  if (ids.length < 1 || ids.length > MOST_ASSETS) {
    throw invalid(`A change has 1 to ${MOST_ASSETS} assets.`, ['assetIds']);
  }
  const known = await findAssets(tx, ids);
  const unknown = ids.find((id) => !known.has(id));
  if (unknown !== undefined) throw notFound('asset', unknown, ['assetIds']);
  return ids;
}

/**
 * The persons who are to carry out a change, each once: at most 50, all on record.
 *
 * @throws DomainError `INVALID` or `NOT_FOUND`, at `implementerIds`
 */
export async function checkImplementers(tx: Session, given: readonly string[]): Promise<string[]> {
  const ids = [...new Set(given)];
  if (ids.length > MOST_IMPLEMENTERS) {
    throw invalid(`At most ${MOST_IMPLEMENTERS} persons carry out a change.`, ['implementerIds']);
  }
  await requirePersons(tx, ids, ['implementerIds']);
  return ids;
}
