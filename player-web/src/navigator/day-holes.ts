import {
  timeOf,
  type CounterRange,
  type Gap,
  type Healed,
  type Missing,
  type Received,
  type Timeline,
} from '../timeline-client';
import { both, normalised, without } from './counters';
import { subtract, union, type Span } from './spans';

/** A stretch of the timeline whose frames are missing. */
export interface Hole extends Span {
  /** Whether it is known that its frames never come. */
  readonly lost: boolean;
  readonly reason: string;
}

/** Missing frames of one run and the times around them; no ranges where the server did not say. */
interface MissingFrames extends Span {
  readonly run: number;
  readonly ranges: readonly CounterRange[];
  readonly reason: string;
}

const MOST_TOLD = 500;

/**
 * The holes of one day: what the archive lacks and what playing passed over, less what has come since. Worked out when
 * something new is known, not when it is drawn.
 */
export class DayHoles {
  /** What is still missing. */
  open: readonly Hole[] = [];
  /** What was missing and has come. */
  filled: readonly Span[] = [];

  private timeline: Timeline | undefined;
  private received: Received | undefined;
  private missing: Missing | undefined;
  private toldGaps: MissingFrames[] = [];
  private readonly came = new Map<number, readonly CounterRange[]>();
  private cameTimes: Span[] = [];

  /** Whether something is missing that may still come. */
  get mayHeal(): boolean {
    return this.open.some((hole) => !hole.lost);
  }

  answered(
    timeline: Timeline | undefined,
    received: Received | undefined,
    missing: Missing | undefined,
  ): void {
    this.timeline = timeline;
    this.received = received;
    this.missing = missing;
    this.workOut();
  }

  /** Playing passed over missing frames. */
  told({ from, to, run, ranges, reason }: Gap): void {
    const known = this.toldGaps.filter((gap) => gap.run !== run || gap.ranges[0]?.[0] !== ranges[0]?.[0]);
    this.toldGaps = [...known.slice(1 - MOST_TOLD), { from, to, run, ranges: normalised(ranges), reason }];
    this.workOut();
  }

  healed({ run, ranges, from, to }: Healed): void {
    this.came.set(run, normalised([...(this.came.get(run) ?? []), ...ranges]));
    this.cameTimes = union([...this.cameTimes, { from, to }]);
    this.workOut();
  }

  private workOut(): void {
    const archived: MissingFrames[] = (this.timeline?.holes ?? []).flatMap((hole) => {
      const from = timeOf(hole.from);
      const to = timeOf(hole.to);
      if (from === undefined || to === undefined) return [];
      return [{ from, to, run: hole.run, ranges: hole.counters ?? [], reason: hole.reason }];
    });
    const open: Hole[] = [];
    const filled: Span[] = [];
    const runs = new Set([...archived, ...this.toldGaps].map(({ run }) => run));
    for (const run of runs) {
      const ofArchive = archived.filter((hole) => hole.run === run);
      const gaps = this.toldGaps.filter((gap) => gap.run === run);
      const inArchive = normalised(ofArchive.flatMap(({ ranges }) => ranges));
      const here = this.hereOf(run);
      const lost = this.lostOf(run);
      for (const missing of [...ofArchive, ...gaps]) {
        const ranges = ofArchive.includes(missing) ? missing.ranges : without(missing.ranges, inArchive);
        this.divide(missing, without(ranges, here), lost, open);
        filled.push(...placed(missing, both(ranges, here)));
      }
    }
    for (const hole of archived.filter(({ ranges }) => ranges.length === 0)) {
      for (const span of subtract([hole], this.cameTimes)) open.push({ ...span, ...reasonOf(hole.reason) });
    }
    this.open = open;
    this.filled = [...filled, ...this.cameTimes];
  }

  /** Counters of a run that are there, wherever that is known from. */
  private hereOf(run: number): CounterRange[] {
    const archived = this.timeline?.recorded.filter((span) => span.run === run) ?? [];
    const received = this.received?.runs.find((known) => known.run === run)?.ranges ?? [];
    return normalised([
      ...archived.flatMap(({ counters }) => counters ?? []),
      ...received,
      ...(this.came.get(run) ?? []),
    ]);
  }

  private lostOf(run: number): CounterRange[] {
    const lost = this.missing?.runs.find((known) => known.run === run)?.lost ?? [];
    return normalised(lost.flatMap(({ ranges }) => ranges));
  }

  /** Adds what is left of a hole, apart by whether it can still come. */
  private divide(
    missing: MissingFrames,
    left: readonly CounterRange[],
    lost: readonly CounterRange[],
    open: Hole[],
  ): void {
    for (const span of placed(missing, without(left, lost)))
      open.push({ ...span, ...reasonOf(missing.reason) });
    for (const span of placed(missing, both(left, lost))) open.push({ ...span, ...reasonOf('lost') });
  }
}

/**
 * Where some of a stretch's missing frames lie. Their times are not known, so they are taken to be evenly spread: a part
 * may be drawn a little off, the whole is drawn exactly.
 */
function placed({ from, to, ranges: all }: MissingFrames, ranges: readonly CounterRange[]): Span[] {
  const first = all[0]?.[0];
  const last = all.at(-1)?.[1];
  if (first === undefined || last === undefined) return [];
  const share = (to - from) / (last - first + 1);
  return ranges.map((range) => ({
    from: Math.round(from + (range[0] - first) * share),
    to: Math.round(from + (range[1] + 1 - first) * share),
  }));
}

function reasonOf(reason: string): { lost: boolean; reason: string } {
  return { lost: reason === 'lost' || reason === 'gone', reason };
}
