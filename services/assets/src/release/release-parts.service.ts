import { checkText, invalid, notFound, type Session } from '@plimsoll/shared';
import { assetRecords } from '../asset/index.js';
import { environmentRecords } from '../environment/index.js';
import type { ReleaseStageInput } from './release-input.types.js';
import { checkStages, type Stage } from './release.rules.js';

const MOST_ASSETS = 1_000;
const LONGEST_TEXT = 20_000;
const LONGEST_ADDRESS = 2_000;

/**
 * The assets of a release, each once.
 *
 * @throws DomainError `INVALID` for too many, `NOT_FOUND` for one that is not on record
 */
export async function checkAssets(tx: Session, given: readonly string[]): Promise<string[]> {
  const ids = [...new Set(given)];
  if (ids.length > MOST_ASSETS) throw invalid(`A release has at most ${MOST_ASSETS} assets.`, ['assetIds']);
  const known = await assetRecords.findByIds(tx, ids);
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) throw notFound('asset', missing, ['assetIds']);
  return ids;
}

/**
 * The stages of a release, in regions that their environments have.
 *
 * @throws DomainError `NOT_FOUND` for an environment that is not on record, `INVALID` for all else
 */
export async function checkStageInputs(tx: Session, given: readonly ReleaseStageInput[]): Promise<Stage[]> {
  const stages = checkStages(
    given.map(({ environmentId, region, gates }, index) => ({
      environmentId,
      region: region ?? null,
      gates: gates.map((gate) => ({
        name: checkText(gate.name, `stages.${index}.gates.name`),
        kind: gate.kind,
        soak: gate.soak ?? null,
        role: gate.role ?? null,
      })),
    })),
  );
  const environments = await environmentRecords.findByIds(
    tx,
    stages.map(({ environmentId }) => environmentId),
  );
  for (const { position, environmentId, region } of stages) {
    const path = ['stages', String(position - 1)];
    const environment = environments.get(environmentId);
    if (!environment) throw notFound('environment', environmentId, [...path, 'environmentId']);
    if (region !== null && !environment.regions.includes(region)) {
      throw invalid(`${environment.name} has no region ${JSON.stringify(region.slice(0, 80))}.`, [
        ...path,
        'region',
      ]);
    }
  }
  return stages;
}

/** A text that may be removed: undefined leaves it, null or nothing removes it. */
export function optionalText(
  value: string | null | undefined,
  field: string,
  longest = LONGEST_TEXT,
): string | null | undefined {
  return value ? checkText(value, field, longest) : value === '' ? null : value;
}

/**
 * An http(s) address that may be removed.
 *
 * @throws DomainError `INVALID`
 */
export function optionalAddress(value: string | null | undefined): string | null | undefined {
  if (!value) return value === '' ? null : value;
  const address = URL.canParse(value) ? new URL(value) : null;
  if (!address || !/^https?:$/.test(address.protocol) || value.length > LONGEST_ADDRESS) {
    throw invalid('`url` is an http(s) address of at most 2,000 characters.', ['url']);
  }
  return value;
}
