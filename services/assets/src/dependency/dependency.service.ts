import {
  authorize,
  checkText,
  DomainError,
  idempotently,
  invalid,
  notFound,
  type Author,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { assetRecords, authorWith } from '../asset/index.js';
import { checkDependencies, type DependencyViolation } from '../impact/index.js';
import { requestRestatement } from '../outage/index.js';
import { dependencyKey, groupKey, parseMinUp, type DependencyTerms } from './dependency.rules.js';
import {
  findDependencies,
  holdConsumers,
  removeDependencies as removeRecords,
  saveDependencies,
  type DependencyRecord,
  type ListedDependency,
} from './dependency.store.js';
import type { AddDependenciesInput, RemoveDependenciesInput } from './dependency.types.js';

const MOST = 1000;

/** Adds providers to a consumer; of a group, all members take the terms given. Roles: admin, manager, operator. */
export async function addDependencies(
  context: RequestContext,
  input: AddDependenciesInput,
): Promise<ListedDependency[]> {
  authorize(context, 'admin', 'manager', 'operator');
  checkText(input.idempotencyKey, 'idempotencyKey');
  const providerIds = [...new Set(input.providerIds)];
  if (providerIds.length < 1 || providerIds.length > MOST) {
    throw invalid(`Name 1 to ${MOST} providers; these are ${providerIds.length}.`, ['providerIds']);
  }
  const terms = {
    consumerId: input.consumerId,
    group: input.group == null ? null : checkText(input.group, 'group'),
    strength: input.strength,
    minUp: input.minUp == null ? null : parseMinUp(input.minUp),
  };
  return context.session.transaction(async (tx) => {
    await idempotently(
      tx,
      { principal: context.principal, mutation: 'addDependencies', key: input.idempotencyKey, body: input },
      async () => {
        await requireAssets(tx, input.consumerId, providerIds);
        await add(tx, await authorWith(tx, context, input), terms, providerIds);
        await requestRestatement(tx, context.now);
        return { id: input.consumerId };
      },
    );
    const wanted = new Set(providerIds.map((providerId) => dependencyKey({ ...terms, providerId })));
    const current = await holdConsumers(tx, [input.consumerId]);
    return findDependencies(
      tx,
      current.filter((one) => wanted.has(dependencyKey(one))).map((one) => one.id),
    );
  });
}

async function add(
  tx: Session,
  author: Author,
  terms: Omit<DependencyTerms, 'providerId'>,
  providerIds: readonly string[],
): Promise<void> {
  const recorded = await holdConsumers(tx, [terms.consumerId]);
  const byKey = new Map(recorded.map((one) => [dependencyKey(one), one]));
  const members = recorded.filter(
    (one) => one.removedAt === null && terms.group !== null && one.group === terms.group,
  );
  const given = new Map<string, DependencyTerms>();
  for (const providerId of [...members.map((member) => member.providerId), ...providerIds]) {
    const after = { ...terms, providerId };
    given.set(dependencyKey(after), after);
  }
  const [violation] = checkDependencies([...given.values()]);
  if (violation) throw refusal(violation);
  const changes = [...given].map(([key, after]) => ({ before: byKey.get(key) ?? null, after }));
  await saveDependencies(
    tx,
    author,
    changes.filter(({ before, after }) => !before || before.removedAt !== null || !sameTerms(before, after)),
  );
}

/** Ends dependencies, all or none; answers what is left of the groups concerned. Roles: admin, manager, operator. */
export async function removeDependencies(
  context: RequestContext,
  input: RemoveDependenciesInput,
): Promise<ListedDependency[]> {
  authorize(context, 'admin', 'manager', 'operator');
  const ids = new Set(input.ids);
  if (ids.size < 1 || ids.size > MOST) {
    throw invalid(`Name 1 to ${MOST} dependencies; these are ${ids.size}.`, ['ids']);
  }
  return context.session.transaction(async (tx) => {
    const found = new Map((await findDependencies(tx, [...ids])).map((one) => [one.id, one]));
    for (const id of ids) if (!found.has(id)) throw notFound('dependency', id, ['ids']);
    const recorded = await holdConsumers(
      tx,
      [...found.values()].map((one) => one.consumerId),
    );
    const inForce = recorded.filter((one) => one.removedAt === null);
    const ending = inForce.filter((one) => ids.has(one.id));
    if (ending.length < ids.size) throw notFound('dependency', [...ids].join(', '), ['ids']);
    const groups = new Set(ending.map(groupKey));
    const left = inForce.filter((one) => !ids.has(one.id) && groups.has(groupKey(one)));
    const [violation] = checkDependencies(left);
    if (violation) throw refusal(violation, 'ids');
    await removeRecords(tx, await authorWith(tx, context, input), ending);
    await requestRestatement(tx, context.now);
    return findDependencies(
      tx,
      left.map((one) => one.id),
    );
  });
}

/** Whether a dependency on record says the same. */
export function sameTerms(record: DependencyRecord, terms: DependencyTerms): boolean {
  return record.strength === terms.strength && JSON.stringify(record.minUp) === JSON.stringify(terms.minUp);
}

function refusal(violation: DependencyViolation, field?: string): DomainError {
  const fields = {
    SELF_DEPENDENCY: 'providerIds',
    GROUP_DISAGREES: 'group',
    MIN_UP_ABOVE_GROUP: 'minUp',
    MIN_UP_OUT_OF_RANGE: 'minUp',
  };
  return new DomainError(violation.code, violation.message, [field ?? fields[violation.code]]);
}

async function requireAssets(tx: Session, consumerId: string, providerIds: readonly string[]): Promise<void> {
  const found = await assetRecords.findByIds(tx, [consumerId, ...providerIds]);
  if (!found.has(consumerId)) throw notFound('asset', consumerId, ['consumerId']);
  const missing = providerIds.find((id) => !found.has(id));
  if (missing !== undefined) throw notFound('asset', missing, ['providerIds']);
}
