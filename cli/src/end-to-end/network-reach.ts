/** A network as its GraphML file draws it: ends of each link, by the names the import gives to nodes and links. */
export interface Network {
  nodes: string[];
  links: { id: string; ends: [string, string] }[];
}

/** How bad a part is; the order of the domain's lattice. */
const STATES = ['UP', 'AT_RISK', 'DEGRADED', 'DOWN'] as const;
type State = (typeof STATES)[number];

/** Reads a GraphML file by its tags alone, without the importer or an XML library. */
export function readNetwork(name: string, text: string): Network {
  const [, multiKey = ''] = /<key attr\.name="key"[^>]* for="edge" id="(\w+)"/.exec(text) ?? [];
  const nodes = [...text.matchAll(/<node id="([^"]+)"/g)].map(([, id]) => `${name}/${id}`);
  const edges = [
    ...text.matchAll(
      /<edge ((?:id="[^"]*" )?)source="([^"]+)" target="([^"]+)"[^>]*?(\/>|>([\s\S]*?)<\/edge>)/g,
    ),
  ];
  const links = edges.map(([whole, , source = '', target = '']): Network['links'][number] => {
    const [, key] = new RegExp(`<data key="${multiKey}">([^<]*)</data>`).exec(whole) ?? [];
    const [, own] = /^<edge [^>]*\bid="([^"]+)"/.exec(whole) ?? [];
    const suffix = key === undefined ? (own ?? `${source}-${target}`) : `${source}-${target}/${key}`;
    return { id: `${name}/${suffix}`, ends: [`${name}/${source}`, `${name}/${target}`] };
  });
  return { nodes, links };
}

/**
 * What an outage of some parts reaches, by brute force: all parts are looked at again and again until nothing gets
 * worse. A link is as bad as the worse of its ends; a node as its best link, or at risk where that is up while
 * another is degraded or down.
 */
export function reachOf(
  { nodes, links }: Network,
  seeds: readonly string[],
  state: State,
): Record<string, State> {
  const level = new Map([...nodes, ...links.map((link) => link.id)].map((id) => [id, 0]));
  const linksOf = (node: string) => links.filter(({ ends }) => ends.includes(node));
  const around = new Map(nodes.map((node) => [node, linksOf(node)]));
  const at = (id: string) => level.get(id) ?? 0;
  for (const seed of seeds) level.set(seed, STATES.indexOf(state));
  for (let worse = true; worse;) {
    worse = false;
    const raise = (id: string, to: number) => {
      if (to <= at(id)) return;
      level.set(id, to);
      worse = true;
    };
    for (const { id, ends } of links) raise(id, Math.max(at(ends[0]), at(ends[1])));
    for (const node of nodes) {
      const states = (around.get(node) ?? []).map((link) => at(link.id));
      if (states.length === 0) continue;
      const best = Math.min(...states);
      raise(node, best === 0 && Math.max(...states) >= 2 ? 1 : best);
    }
  }
  const reached = [...level].filter(([, found]) => found > 0);
  return Object.fromEntries(reached.map(([id, found]) => [id, STATES.at(found) ?? 'UP']));
}
