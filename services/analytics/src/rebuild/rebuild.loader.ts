import type { RequestContext } from '@plimsoll/shared';
import { readLatest, readVersions, type BuiltVersion, type Rebuild } from './rebuild.store.js';

/** The rebuilding under way at this moment, else the latest one; null before the first. One statement. */
export function loadLatestRebuild({ session }: RequestContext): Promise<Rebuild | null> {
  return readLatest(session);
}

/** Which version of each projection the tables were built by, in order of names. One statement. */
export function loadVersions({ session }: RequestContext): Promise<BuiltVersion[]> {
  return readVersions(session);
}
