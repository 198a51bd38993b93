import { row } from '../files.js';
import type { Row } from '../files.js';

export interface Asset {
  id: string;
  name: string;
  kind: string;
  status: 'LIVE' | 'PLANNED' | 'MAINTENANCE' | 'RETIRED';
  /** Key of the pod it stands in, where it stands in one. */
  pod: string | undefined;
}

type Details = Partial<
  Record<
    'owner' | 'location' | 'ip' | 'make' | 'product' | 'criticality' | 'engine' | 'version',
    string | undefined
  >
> & {
  status?: Asset['status'];
  pod?: { id: string; key: string } | undefined;
  cores?: number;
  memory_gb?: number;
  capacity_kw?: number;
};

interface Needs {
  strength?: 'HARD' | 'SOFT';
  group?: string;
  minUp?: string;
}

/** The estate as it grows: assets, what each needs of others, and whom each serves. */
export class Estate {
  readonly assets: Asset[] = [];
  readonly rows: Row[] = [];
  readonly dependencies: Row[] = [];
  readonly placements: Row[] = [];
  private address = 0;

  /** Adds an asset and returns its id. */
  add(id: string, name: string, kind: string, details: Details = {}): string {
    const { pod, status = 'LIVE', ...attributes } = details;
    this.assets.push({ id, name, kind, status, pod: pod?.key });
    this.rows.push(row('assets', { external_id: id, name, kind, status, pod: pod?.id, ...attributes }));
    return id;
  }

  /** A private address not given out before. */
  nextAddress(): string {
    this.address++;
    return `10.${20 + (this.address >> 12)}.${(this.address >> 6) & 63}.${10 + (this.address & 63)}`;
  }

  /** Each provider is needed by itself. */
  needs(consumer: string, providers: string[], strength: 'HARD' | 'SOFT' = 'HARD'): void {
    for (const provider of providers) this.depend(consumer, provider, { strength });
  }

  /** The providers form one group, of which `minUp` (a count or a percent) must be up. */
  needsOf(
    consumer: string,
    group: string,
    minUp: string,
    providers: string[],
    strength: 'HARD' | 'SOFT' = 'HARD',
  ): void {
    for (const provider of providers) this.depend(consumer, provider, { strength, group, minUp });
  }

  /** Whoever matches all that is given is served by the asset. */
  place(asset: string, target: { product?: string; pod?: string; customer?: string }): void {
    this.placements.push(row('placements', { asset, ...target }));
  }

  private depend(consumer: string, provider: string, needs: Needs): void {
    const { strength, group, minUp } = needs;
    this.dependencies.push(row('dependencies', { consumer, provider, strength, group, min_up: minUp }));
  }
}
