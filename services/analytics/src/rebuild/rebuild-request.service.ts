import type { RequestContext } from '@plimsoll/shared';
import { codeVersions } from './projected-tables.rules.js';
import { requestRebuild } from './rebuild.store.js';

/** Asks for a rebuilding by the code's versions; where one is under way nothing more is asked for. */
export async function askForRebuild({ session, principal, now }: RequestContext): Promise<void> {
  await session.transaction((tx) => requestRebuild(tx, codeVersions(), principal.subject, now));
}
