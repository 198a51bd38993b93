import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  DomainError,
  invalid,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { environmentRecords, holdEnvironmentName, type EnvironmentRecord } from './environment.store.js';
import type { CreateEnvironmentInput, UpdateEnvironmentInput } from './environment.types.js';

const LAST_POSITION = 1_000;
const MOST_REGIONS = 100;
const LONGEST_TEXT = 20_000;

/** Creates an environment. Roles: admin, manager. */
export async function createEnvironment(
  context: RequestContext,
  input: CreateEnvironmentInput,
): Promise<EnvironmentRecord> {
  authorize(context, 'admin', 'manager');
  return createOnce(context, environmentRecords, {
    prefix: 'env',
    mutation: 'createEnvironment',
    input,
    values: async (tx) => ({
      name: await checkName(tx, input.name, null),
      description: input.description ? checkText(input.description, 'description', LONGEST_TEXT) : null,
      position: checkPosition(input.position),
      production: input.production,
      regions: checkRegions(input.regions),
    }),
  });
}

/** Changes an environment; stages and rollouts in a region it no longer has stay as they are. Roles: admin, manager. */
export async function updateEnvironment(
  context: RequestContext,
  input: UpdateEnvironmentInput,
): Promise<EnvironmentRecord> {
  authorize(context, 'admin', 'manager');
  return context.session.transaction((tx) =>
    environmentRecords.update(tx, authorOf(context), input.id, input.expectedVersion, async ({ id }) => ({
      ...(input.name == null ? {} : { name: await checkName(tx, input.name, id) }),
      description: input.description
        ? checkText(input.description, 'description', LONGEST_TEXT)
        : input.description,
      ...(input.position == null ? {} : { position: checkPosition(input.position) }),
      ...(input.production == null ? {} : { production: input.production }),
      ...(input.regions == null ? {} : { regions: checkRegions(input.regions) }),
    })),
  );
}

async function checkName(tx: Session, given: string, own: string | null): Promise<string> {
  const name = checkText(given, 'name');
  const taken = await holdEnvironmentName(tx, name);
  if (taken !== null && taken !== own) {
    throw new DomainError('NAME_TAKEN', `There is an environment ${JSON.stringify(name)} already.`, ['name']);
  }
  return name;
}

function checkPosition(position: number): number {
  if (position < 1 || position > LAST_POSITION) {
    throw invalid(`\`position\` is a whole number from 1 to ${LAST_POSITION}.`, ['position']);
  }
  return position;
}

function checkRegions(regions: readonly string[]): string[] {
  if (regions.length > MOST_REGIONS) {
    throw invalid(`An environment has at most ${MOST_REGIONS} regions.`, ['regions']);
  }
  return [...new Set(regions.map((region) => checkText(region, 'regions')))].toSorted();
}
