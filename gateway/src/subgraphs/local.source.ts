import { parse } from 'graphql';
import { SubgraphSource, type SubgraphAnswer, type SubgraphFetch } from './subgraph.source.js';
import type { LocalSubgraph } from './subgraphs.js';

/** A subgraph in this process: the planned document is executed as it is, neither printed nor parsed again. */
export class LocalSource extends SubgraphSource {
  readonly #subgraph: LocalSubgraph;

  constructor(subgraph: LocalSubgraph) {
    super(subgraph.name);
    this.#subgraph = subgraph;
  }

  protected override async fetch(request: SubgraphFetch): Promise<SubgraphAnswer> {
    const { context, operationName } = request;
    return this.#subgraph.run({
      document: request.document ?? parse(request.query),
      variables: request.variables,
      ...(operationName ? { operationName } : {}),
      principal: context.principal,
      requestId: context.requestId,
    });
  }
}
