import type { SubgraphReadiness } from '../subgraphs/index.js';

/** The body of `/health/ready`. */
export interface HealthReport {
  status: 'ready' | 'degraded';
  /** Events waiting in all subgraphs together. */
  lagging: number;
  /** Events put aside in all subgraphs together. */
  parked: number;
  subgraphs: Record<string, SubgraphReadiness>;
}

const LONGEST_MILLISECONDS = 3_000;
const UNAVAILABLE: SubgraphReadiness = { status: 'unavailable', database: 'unknown', lagging: 0, parked: 0 };

/** Asks every subgraph at once; one that does not answer within three seconds is `unavailable`. */
export async function reportHealth(
  subgraphs: readonly { readonly name: string; ready(): Promise<SubgraphReadiness> }[],
): Promise<HealthReport> {
  const answers = await Promise.all(
    subgraphs.map(async (subgraph) => [subgraph.name, await askInTime(subgraph)] as const),
  );
  return {
    status: answers.every(([, answer]) => answer.status === 'ready') ? 'ready' : 'degraded',
    lagging: answers.reduce((sum, [, answer]) => sum + answer.lagging, 0),
    parked: answers.reduce((sum, [, answer]) => sum + answer.parked, 0),
    subgraphs: Object.fromEntries(answers),
  };
}

async function askInTime(subgraph: { ready(): Promise<SubgraphReadiness> }): Promise<SubgraphReadiness> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<SubgraphReadiness>((resolve) => {
    timer = setTimeout(() => resolve(UNAVAILABLE), LONGEST_MILLISECONDS);
  });
  try {
    const { status, database, lagging, parked } = await Promise.race([subgraph.ready(), late]);
    return { status, database, lagging, parked };
  } catch {
    return UNAVAILABLE;
  } finally {
    clearTimeout(timer);
  }
}
