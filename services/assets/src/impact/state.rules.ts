/** The lattice `UP < AT_RISK < DEGRADED < DOWN` as numbers, so that "worse" is ">". */
export type State = 0 | 1 | 2 | 3;

export const UP = 0;
export const AT_RISK = 1;
export const DEGRADED = 2;
export const DOWN = 3;

/** The names of the states, at the index of their number. */
export const STATE_NAMES = ['UP', 'AT_RISK', 'DEGRADED', 'DOWN'] as const;

/** What a group in `state` hands on to its consumer: the state itself when hard, one step less when soft. */
export function handedOn(state: State, soft: boolean): State {
  return soft && state > UP ? ((state - 1) as State) : state;
}
