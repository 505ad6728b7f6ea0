import type { CounterRange } from '../timeline-client';

/** Sorted ranges that neither touch nor overlap, of any ranges. */
export function normalised(ranges: readonly CounterRange[]): CounterRange[] {
  const merged: [number, number][] = [];
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const before = merged.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

/** What of normalised ranges is left without other normalised ones. */
export function without(ranges: readonly CounterRange[], others: readonly CounterRange[]): CounterRange[] {
  return ranges.flatMap(([first, last]) => {
    const left: CounterRange[] = [];
    let next = first;
    for (let i = firstEndingFrom(others, first); i < others.length && next <= last; i++) {
      const [from, to] = others[i] as CounterRange;
      if (from > last) break;
      if (from > next) left.push([next, from - 1]);
      next = Math.max(next, to + 1);
    }
    if (next <= last) left.push([next, last]);
    return left;
  });
}

/** What is in both, of normalised ranges. */
export function both(ranges: readonly CounterRange[], others: readonly CounterRange[]): CounterRange[] {
  return without(ranges, without(ranges, others));
}

function firstEndingFrom(ranges: readonly CounterRange[], counter: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle] as CounterRange)[1] < counter) low = middle + 1;
    else high = middle;
  }
  return low;
}
