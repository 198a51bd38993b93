import type { Logger, Principal } from '@plimsoll/shared';
import type { DocumentNode, ExecutionResult } from 'graphql';

/** How ready a subgraph says it is. */
export interface SubgraphReadiness {
  status: 'ready' | 'degraded' | 'unavailable';
  database: 'up' | 'down' | 'unknown';
  /** Events not yet taken in or published by the subgraph. */
  lagging: number;
  /** Events that could not be taken in and are put aside. */
  parked: number;
}

/** A subgraph in this process: it executes planned documents without any transport. */
export interface LocalSubgraph {
  readonly name: string;
  run(request: {
    document: DocumentNode;
    variables: Record<string, unknown>;
    operationName?: string;
    principal: Principal;
    requestId: string;
  }): Promise<ExecutionResult>;
  ready(): Promise<SubgraphReadiness>;
}

/** A subgraph reached over HTTP. */
export interface RemoteSubgraph {
  readonly name: string;
  /** The address of its GraphQL endpoint; `/health/ready` is asked at the same origin. */
  readonly url: string;
}

/** What the gateway knows of one request while it runs. */
export interface RequestContext extends Record<string, unknown> {
  readonly requestId: string;
  readonly principal: Principal;
  /** Aborted when the request has run out of time. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** Told in the log once the request is answered. */
  readonly facts: RequestFacts;
}

/** What the log says of a request. */
export interface RequestFacts {
  operation?: string;
  kind?: string;
  cost?: number;
  subject?: string;
  /** Codes of the errors in the answer, without repetition. */
  errors?: string[];
}
