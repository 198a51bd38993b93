import {
  authorize,
  authorOf,
  checkText,
  DomainError,
  newId,
  type Author,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { readDelivery } from '../delivery-reader/index.js';
import { concerns, findActiveRules, type DeployerFact, type DeployerName } from '../deployer-rule/index.js';
import { inTurn } from './delivery-turn.js';
import type { DeployerEventRecord } from './deployer-event.store.js';
import { deployerEventRecords, findDelivery, holdRepository } from './deployer-event.store.js';
import type { ReceiveDeployerEventInput, ReplayDeployerEventInput } from './deployer-event.types.js';
import { follow } from './followed-deployment.service.js';

const LONGEST_DELIVERY_ID = 2_100;
const MOST_ATTEMPTS = 5;

/** What came of a delivery. */
type Decision = Pick<
  DeployerEventRecord,
  'outcome' | 'reason' | 'ruleId' | 'releaseId' | 'rolloutId' | 'changeId'
>;

const NOTHING = { ruleId: null, releaseId: null, rolloutId: null, changeId: null };

/**
 * Takes a delivery whose sender the gateway has made sure of: it is kept once, whatever comes of it. Of the gateway
 * alone.
 *
 * @throws DomainError `NOT_FOUND` for anybody else, `INVALID`
 */
export async function receiveDeployerEvent(
  context: RequestContext,
  input: ReceiveDeployerEventInput,
): Promise<{ event: DeployerEventRecord; repeated: boolean }> {
  if (context.principal.gateway !== true) {
    throw new DomainError('NOT_FOUND', 'There is nothing here that you may change.', []);
  }
  const deliveryId = checkText(input.deliveryId, 'deliveryId', LONGEST_DELIVERY_ID);
  const type = checkText(input.type, 'type', 1_000);
  const { deployer } = input;
  const author = authorOf(context, `Delivery ${deliveryId}`);
  const now = context.now;
  const take = async (tx: Session): Promise<{ event: DeployerEventRecord; repeated: boolean }> => {
    const known = await findDelivery(tx, deployer, deliveryId);
    if (known) return { event: known, repeated: true };
    const reading = readDelivery(deployer, type, input.payload, now);
    const facts = 'fact' in reading ? reading.fact : null;
    const decision: Decision =
      'fact' in reading
        ? await decide(tx, deployer, reading.fact, author, now)
        : { ...NOTHING, outcome: 'IGNORED', reason: reading.ignored };
    const event: DeployerEventRecord = {
      id: newId('dev'),
      version: 1,
      externalId: null,
      source: null,
      deployer,
      deliveryId,
      type,
      receivedAt: now,
      facts,
      ...decision,
    };
    await deployerEventRecords.create(tx, author, [event]);
    return { event, repeated: false };
  };
  const { session } = context;
  return inTurn(session.database, () => session.transactionAs({ kind: 'SYSTEM' }, take));
}

/** Asks the rules again about a delivery that came to nothing. Roles: admin, manager, operator. */
export async function replayDeployerEvent(
  context: RequestContext,
  input: ReplayDeployerEventInput,
): Promise<DeployerEventRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const again = (tx: Session): Promise<DeployerEventRecord> =>
    deployerEventRecords.update(tx, authorOf(context), input.id, input.expectedVersion, (event) => {
      if (event.outcome === 'APPLIED') {
        throw new DomainError('INVALID_STATUS', 'This delivery was applied.', ['id']);
      }
      if (!event.facts) {
        throw new DomainError('INVALID_STATUS', 'There is nothing in this delivery to follow.', ['id']);
      }
      const author = authorOf(context, `Delivery ${event.deliveryId}`);
      return decide(tx, event.deployer, event.facts, author, context.now);
    });
  const { session } = context;
  return inTurn(session.database, () => session.transaction(again));
}

/** Follows a fact by the first rule that concerns it; what a rule of the domain forbids leaves nothing behind. */
async function decide(
  tx: Session,
  deployer: DeployerName,
  fact: DeployerFact,
  author: Author,
  now: Date,
): Promise<Decision> {
  const rules = await findActiveRules(tx, deployer);
  const rule = rules.find((one) => concerns(one, deployer, fact));
  if (!rule) {
    return { ...NOTHING, outcome: 'IGNORED', reason: `No rule concerns ${describe(fact)}.` };
  }
  await holdRepository(tx, deployer, fact.repository);
  try {
    const { remark, ...made } = await attempt(tx, (inner) =>
      follow(inner, { deployer, rule, rules, author, now }, fact),
    );
    return { outcome: 'APPLIED', reason: remark, ruleId: rule.id, ...made };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { ...NOTHING, outcome: 'REFUSED', reason: error.message, ruleId: rule.id };
  }
}

/** Somebody who edits the same records meanwhile is no reason to refuse what happened: it is done again on what they left. */
async function attempt<T>(tx: Session, work: (inner: Session) => Promise<T>): Promise<T> {
  for (let count = 1; ; count++) {
    try {
      return await tx.transaction(work);
    } catch (error) {
      const isOver = !(error instanceof DomainError) || error.code !== 'CONFLICT' || count === MOST_ATTEMPTS;
      if (isOver) throw error;
    }
  }
}

function describe(fact: DeployerFact): string {
  const what = `${fact.event} of ${fact.repository}`;
  if (fact.event === 'RELEASE') return what;
  const where = fact.environment ?? fact.workflow;
  return where === null ? what : `${what} to ${JSON.stringify(where)}`;
}
