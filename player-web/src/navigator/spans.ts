import type { Micros } from '../protocol';

/** A stretch of time, its end not included. */
export interface Span {
  readonly from: Micros;
  readonly to: Micros;
}

/** Sorted, disjoint spans that cover the same time; spans at most `bridge` apart become one. */
export function union(spans: readonly Span[], bridge: Micros = 0): Span[] {
  const sorted = spans.filter((span) => span.to > span.from).sort((a, b) => a.from - b.from);
  const merged: { from: Micros; to: Micros }[] = [];
  for (const { from, to } of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to + bridge) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** What of sorted, disjoint spans is left without the given ones. */
export function subtract(spans: readonly Span[], without: readonly Span[]): Span[] {
  let left = [...spans];
  for (const cut of without) {
    left = left.flatMap((span) =>
      cut.to <= span.from || cut.from >= span.to
        ? [span]
        : [
            { from: span.from, to: cut.from },
            { from: cut.to, to: span.to },
          ].filter((part) => part.to > part.from),
    );
  }
  return left;
}

/** The span that holds a time. */
export function spanAt<S extends Span>(spans: readonly S[], time: Micros): S | undefined {
  return spans.find((span) => span.from <= time && time < span.to);
}

/** The nearest recorded times around one that is not recorded. */
export function nearest(
  spans: readonly Span[],
  time: Micros,
): { before: Micros | undefined; after: Micros | undefined } {
  const before = spans.filter((span) => span.to <= time).at(-1)?.to;
  const after = spans.find((span) => span.from > time)?.from;
  return { before, after };
}
