import type { GroupOnRecord } from '../resilience/index.js';
import type { SparedImpact } from './redundancy-trial.rules.js';

/** An asset or a group, as others know it. */
export interface NamedCandidate {
  /** The asset; of a group its consumer. */
  assetId: string;
  /** Null for an asset. */
  group: GroupOnRecord | null;
}

/** What is told of a candidate: compact, since a failure may have hit everybody. Instants as RFC 3339 text in UTC. */
export interface TrialData {
  assetId: string;
  group: {
    name: string;
    minUp: string | null;
    strength: 'HARD' | 'SOFT';
    memberIds: readonly string[];
  } | null;
  /** Sets of customers, each once; `spared` names them by number. */
  customerSets: readonly (readonly string[])[];
  spared: readonly {
    incidentId: string;
    productId: string;
    was: 'DEGRADED' | 'DOWN';
    would: 'UP' | 'DEGRADED';
    from: string;
    to: string | null;
    customers: number;
  }[];
}

/** The id of a candidate: that of the asset, or the consumer and the group's name set apart by a slash. */
export function candidateIdOf({ assetId, group }: NamedCandidate): string {
  return group === null ? assetId : `${assetId}/${group.name}`;
}

/** What is told of a candidate and what it would have spared, in the order given. */
export function trialData({ assetId, group }: NamedCandidate, spared: readonly SparedImpact[]): TrialData {
  const numbers = new Map<string, number>();
  const customerSets: string[][] = [];
  const told = spared.map(({ customerIds, from, to, ...rest }) => {
    const key = customerIds.join();
    let customers = numbers.get(key);
    if (customers === undefined) {
      customers = customerSets.push(customerIds) - 1;
      numbers.set(key, customers);
    }
    return {
      ...rest,
      from: new Date(from).toISOString(),
      to: to === null ? null : new Date(to).toISOString(),
      customers,
    };
  });
  const shown = group && {
    name: group.name,
    minUp: group.minUp,
    strength: group.strength,
    memberIds: group.memberIds,
  };
  return { assetId, group: shown, customerSets, spared: told };
}
