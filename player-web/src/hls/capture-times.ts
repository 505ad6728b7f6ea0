import { parseTime, SECOND, type Micros } from '../protocol';

/** What is used of a playlist's segment: where it lies in the media element's time (s), and when it was captured. */
export interface TimedSegment {
  readonly start: number;
  readonly duration: number;
  readonly rawProgramDateTime: string | null;
  /** ms since 1970, for segments that inherit their time from those before. */
  readonly programDateTime: number | null;
  readonly gap?: boolean;
}

/** Where a capture time is in a playlist. */
export type Place =
  | { readonly kind: 'at'; readonly position: number }
  /** Between two segments, or in a gap; the neighbours' capture times. */
  | { readonly kind: 'between'; readonly before: Micros; readonly after: Micros }
  | { readonly kind: 'earlier'; readonly first: Micros }
  | { readonly kind: 'later'; readonly last: Micros }
  | { readonly kind: 'nowhere' };

/** Segments that follow each other within so much leave no hole: playlists round. */
const ROUNDING: Micros = 0.02 * SECOND;

/** First µs captured in a segment; undefined where the playlist tells no time. */
export function captureStart(segment: TimedSegment): Micros | undefined {
  const exact = segment.rawProgramDateTime === null ? undefined : parseTime(segment.rawProgramDateTime);
  if (exact !== undefined) return exact;
  return segment.programDateTime === null || !Number.isFinite(segment.programDateTime)
    ? undefined
    : segment.programDateTime * 1000;
}

function captureEnd(segment: TimedSegment): Micros {
  return (captureStart(segment) ?? 0) + segment.duration * SECOND;
}

/** Capture time at a position (s) of the media element: each segment says when it begins. */
export function timeAt(segments: readonly TimedSegment[], position: number): Micros | undefined {
  const segment = segments[lastWith(segments, (each) => each.start <= position + 1e-6)] ?? segments[0];
  const start = segment === undefined ? undefined : captureStart(segment);
  if (segment === undefined || start === undefined) return undefined;
  return Math.round(start + (position - segment.start) * SECOND);
}

/** Where a capture time lies; `segments` are in order of time. */
export function placeOf(segments: readonly TimedSegment[], time: Micros): Place {
  const at = lastWith(segments, (each) => (captureStart(each) ?? Infinity) <= time);
  const segment = segments[at];
  if (segment === undefined) {
    const first = segments.find((each) => each.gap !== true);
    const start = first === undefined ? undefined : captureStart(first);
    return start === undefined ? { kind: 'nowhere' } : { kind: 'earlier', first: start };
  }
  if (segment.gap !== true && time < captureEnd(segment)) {
    const within = (time - (captureStart(segment) as Micros)) / SECOND;
    return { kind: 'at', position: segment.start + within };
  }
  return around(segments, at);
}

function around(segments: readonly TimedSegment[], at: number): Place {
  let from = at;
  while (from >= 0 && segments[from]?.gap === true) from--;
  const before = segments[from];
  const after = segments.slice(at + 1).find((each) => each.gap !== true);
  const next = after === undefined ? undefined : captureStart(after);
  if (before === undefined) {
    return next === undefined ? { kind: 'nowhere' } : { kind: 'earlier', first: next };
  }
  const last = captureEnd(before);
  if (next === undefined || after === undefined) return { kind: 'later', last };
  if (next - last <= ROUNDING) return { kind: 'at', position: after.start };
  return { kind: 'between', before: last, after: next };
}

/** Index of the last element that fulfils what all before it fulfil, too; −1 if none does. */
function lastWith<T>(sorted: readonly T[], fulfils: (each: T) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fulfils(sorted[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
