import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

/** One service's part of the graph, as composition takes it. */
export interface SubgraphDefinition {
  /** Unique, lower case; it names the service in errors and in the health report. */
  name: string;
  /** The service's federated schema, with its `@link`. */
  sdl: string;
  /** Written into the supergraph; where requests really go is decided when the gateway starts. */
  url: string;
}

/**
 * The supergraph of several services, as text.
 *
 * @throws Error listing every reason why the parts do not fit together, one a line, with its code
 */
export function composeSupergraph(subgraphs: readonly SubgraphDefinition[]): string {
  const result = composeServices(
    subgraphs.map(({ name, sdl, url }) => ({ name, url, typeDefs: parse(sdl, { noLocation: false }) })),
  );
  if (result.errors) {
    const lines = result.errors.map(
      (error) =>
        `  ${typeof error.extensions['code'] === 'string' ? error.extensions['code'] : 'ERROR'}: ${error.message}`,
    );
    throw new Error(`The services do not compose into one graph:\n${lines.join('\n')}`);
  }
  return result.supergraphSdl.endsWith('\n') ? result.supergraphSdl : `${result.supergraphSdl}\n`;
}
