/** A piece of time in which a service was answering, in milliseconds of `performance.now()`. */
interface Span {
  phase: string;
  from: number;
  to: number;
}

/** Milliseconds by phase: each service from question to answer, and the gateway for what no service was answering. */
export type Phases = Record<string, number>;

/** Notes when services were answering. */
export class PhaseRecorder {
  #spans: Span[] = [];

  /** Runs `fn` as a part of a phase. */
  async during<T>(phase: string, fn: () => Promise<T>): Promise<T> {
    const from = performance.now();
    try {
      return await fn();
    } finally {
      this.#spans.push({ phase, from, to: performance.now() });
    }
  }

  /** What was noted of a request that lasted from `from` to `to`, and forgets it. */
  take(from: number, to: number): Phases {
    const spans = this.#spans;
    this.#spans = [];
    return phasesOf(spans, from, to);
  }
}

/** Spans of one phase may overlap; their union counts. */
function phasesOf(spans: readonly Span[], from: number, to: number): Phases {
  const phases: Phases = { gateway: to - from - unionOf(spans) };
  for (const phase of new Set(spans.map((span) => span.phase))) {
    phases[phase] = unionOf(spans.filter((span) => span.phase === phase));
  }
  return phases;
}

function unionOf(spans: readonly Span[]): number {
  let length = 0;
  let end = -Infinity;
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    if (span.to <= end) continue;
    length += span.to - Math.max(span.from, end);
    end = span.to;
  }
  return length;
}
