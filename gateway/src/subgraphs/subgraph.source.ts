import type { GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError, type DocumentNode } from 'graphql';
import { distinctRepresentations, originalPath, spreadEntities } from './representations.rules.js';
import { publicError, subgraphUnavailable, type SubgraphErrorLike } from './subgraph.errors.js';
import type { RequestContext } from './subgraphs.js';

/** One planned request to a subgraph. */
export interface SubgraphFetch {
  query: string;
  document: DocumentNode | undefined;
  variables: Record<string, unknown>;
  operationName: string | undefined;
  /** Whether sending it twice does no harm. */
  repeatable: boolean;
  context: RequestContext;
}

/** A subgraph's answer before it is made public. */
export interface SubgraphAnswer {
  data?: Record<string, unknown> | null | undefined;
  errors?: readonly SubgraphErrorLike[] | undefined;
}

type Process = GraphQLDataSource<RequestContext>['process'];
type Response = Awaited<ReturnType<Process>>;

/**
 * The gateway's way to one subgraph, whatever carries the request: asks for each entity once, and lets no
 * internals of the subgraph into the answer.
 */
export abstract class SubgraphSource implements GraphQLDataSource<RequestContext> {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** Carries the request there; throws when no answer came back. */
  protected abstract fetch(request: SubgraphFetch): Promise<SubgraphAnswer>;

  /**
   * Asks a question of the gateway's own; what is answered goes to no client.
   *
   * @throws Error when no answer came back, or one with errors
   */
  async ask(
    query: string,
    variables: Record<string, unknown>,
    asking: Pick<RequestContext, 'principal' | 'requestId' | 'logger' | 'signal'>,
  ): Promise<Record<string, unknown>> {
    const { data, errors } = await this.fetch({
      query,
      document: undefined,
      variables,
      operationName: undefined,
      repeatable: true,
      context: { ...asking, facts: {} },
    });
    if (errors?.[0] || !data) throw new Error(errors?.[0]?.message ?? `${this.name} has answered nothing`);
    return data;
  }

  async process(options: Parameters<Process>[0]): Promise<Response> {
    const context = options.context as RequestContext;
    const incoming = 'document' in options ? options : undefined;
    const variables: Record<string, unknown> = options.request.variables ?? {};
    const asked = variables['representations'];
    const once = Array.isArray(asked) ? distinctRepresentations(asked) : null;
    let answer: SubgraphAnswer;
    try {
      answer = await this.fetch({
        query: options.request.query ?? '',
        document: incoming?.document,
        variables: once ? { ...variables, representations: once.distinct } : variables,
        operationName: options.request.operationName,
        repeatable: incoming?.incomingRequestContext?.operation?.operation === 'query',
        context,
      });
    } catch (error) {
      // Out of time: the request as a whole has been answered already.
      if (!context.signal.aborted) {
        context.logger.error(
          { err: error, subgraph: this.name, requestId: context.requestId },
          'subgraph failed',
        );
      }
      throw subgraphUnavailable(this.name, context.requestId, knownPath(incoming?.pathInIncomingRequest));
    }
    const { data, errors } = answer;
    const entities = data?.['_entities'];
    return {
      data:
        once && Array.isArray(entities)
          ? { ...data, _entities: spreadEntities(entities, once.places) }
          : data,
      ...(errors && errors.length > 0
        ? { errors: errors.map((error) => this.#publicError(error, once?.places, context)) }
        : {}),
    };
  }

  #publicError(
    error: SubgraphErrorLike,
    places: readonly number[] | undefined,
    context: RequestContext,
  ): GraphQLError {
    const shown = publicError(error, this.name, context.requestId);
    if (shown.extensions['code'] === 'INTERNAL_SERVER_ERROR') {
      const { requestId } = context;
      context.logger.error(
        { subgraph: this.name, requestId, reason: error.message },
        'subgraph error masked',
      );
    }
    const path = originalPath(shown.path, places);
    return new GraphQLError(shown.message, { ...(path ? { path } : {}), extensions: shown.extensions });
  }
}

/** The part of the gateway's path above any list, which is all that is sure of every entity asked for. */
function knownPath(path: readonly (string | number)[] | undefined): (string | number)[] {
  if (!path) return [];
  const list = path.indexOf('@');
  return path.slice(0, list < 0 ? path.length : list);
}
