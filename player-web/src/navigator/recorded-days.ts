import { DAY, dayOf, dayStart, MINUTE, SECOND, type Micros } from '../protocol';
import {
  Problem,
  timeOf,
  type Gap,
  type Healed,
  type Info,
  type Missing,
  type Received,
  type RestClient,
  type Timeline,
  type TimelineEvent,
} from '../timeline-client';
import { DayHoles, type Hole } from './day-holes';
import { nearest, spanAt, subtract, union, type Span } from './spans';

/** A hole of the timeline. */
export type DrawnHole = Hole;

/** An event of the timeline. */
export interface DrawnEvent {
  readonly time: Micros;
  readonly type: string;
  readonly body: unknown;
}

/** What a stretch of time is drawn from. */
export interface Drawn {
  readonly recorded: readonly Span[];
  readonly holes: readonly DrawnHole[];
  readonly events: readonly DrawnEvent[];
}

const FRESH_TODAY_MILLIS = 10_000;
const FRESH_PAST_MILLIS = 300_000;
/** A past day with holes that may heal, or so young that a device may still send it. */
const FRESH_OPEN_MILLIS = 30_000;
/** Healing comes in many words; a day is not asked for more often than that. */
const HEALED_MILLIS = 2_000;
const RETRY_MILLIS = 5_000;
const MOST_DAYS = 10;
/** Frames closer than this belong to one stretch (the protocol calls a longer pause a discontinuity). */
const BRIDGE: Micros = 2 * SECOND;
const BUFFERED: Micros = 20 * MINUTE;

interface KnownDay {
  timeline: Timeline | undefined;
  received: Received | undefined;
  missing: Missing | undefined;
  readonly holes: DayHoles;
  /** When it was answered last, ms since 1970. */
  answeredAt: number;
  events: readonly DrawnEvent[];
  /** When it is to be asked for again, ms since 1970. */
  staleAt: number;
  loading: boolean;
}

/**
 * What is known to be recorded of one device: the archive's timeline, what ingest has received and is not archived yet,
 * and the frames that this page saw itself. Loads the days that are looked at and loads them again while they grow.
 */
export class RecordedDays {
  private readonly days = new Map<string, KnownDay>();
  private seen: { from: Micros; to: Micros }[] = [];
  private info: Info | undefined;
  private readonly eventsSeen: DrawnEvent[] = [];

  /**
   * @param changed called when something new is known
   * @param now milliseconds since 1970
   */
  constructor(
    private readonly rest: Pick<RestClient, 'timeline' | 'received' | 'missing' | 'events'>,
    private readonly device: string,
    private readonly changed: () => void,
    private readonly now: () => number = Date.now,
  ) {}

  /** Whether a first answer of the archive is here. */
  get isLoaded(): boolean {
    return [...this.days.values()].some((day) => day.staleAt > 0);
  }

  /** The socket's word on what there is. */
  told(info: Info): void {
    this.info = info;
    this.changed();
  }

  /** A frame of that capture time was seen. */
  saw(time: Micros, end: Micros): void {
    const near = this.seen.find((span) => time >= span.from - BRIDGE && time <= span.to + BRIDGE);
    if (near === undefined) {
      this.seen.push({ from: time, to: end });
    } else {
      near.from = Math.min(near.from, time);
      near.to = Math.max(near.to, end);
    }
    if (this.seen.length > 200) this.seen = this.seen.slice(-200);
  }

  sawEvent(event: DrawnEvent): void {
    if (this.eventsSeen.some((known) => known.time === event.time && known.type === event.type)) return;
    this.eventsSeen.push(event);
    if (this.eventsSeen.length > 2_000) this.eventsSeen.shift();
    this.changed();
  }

  /** Playing passed over missing frames; a stretch in which nothing was recorded is no hole. */
  gap(gap: Gap): void {
    if (gap.day === '' || gap.ranges.length === 0) return;
    this.dayOf(gap.day).holes.told(gap);
    this.changed();
  }

  /** Frames that were missing have come: their hole closes at once, and the day is asked for again. */
  healed(healed: Healed): void {
    const known = this.dayOf(healed.day);
    known.holes.healed(healed);
    known.staleAt = Math.min(known.staleAt, known.answeredAt + HEALED_MILLIS);
    this.changed();
  }

  /** Loads the days of a stretch that are not known or no longer fresh; at most the last ten of it. */
  look(from: Micros, to: Micros): void {
    const today = dayOf(this.now() * 1000);
    const last = Math.min(to, dayStart(today) + DAY - 1);
    for (let n = 0, time = last; n < MOST_DAYS && dayStart(dayOf(time)) + DAY > from; n++, time -= DAY) {
      const day = dayOf(time);
      const known = this.days.get(day);
      if (known?.loading === true || (known !== undefined && this.now() < known.staleAt)) continue;
      void this.load(day, day === today ? FRESH_TODAY_MILLIS : FRESH_PAST_MILLIS);
    }
  }

  /** What is known of a stretch. */
  drawn(from: Micros, to: Micros): Drawn {
    const timelines = [...this.days.values()].flatMap(({ timeline }) => timeline ?? []);
    const overlaps = (span: Span) => span.to > from && span.from < to;
    const days = [...this.days.values()];
    const holes = days.flatMap((day) => day.holes.open).filter(overlaps);
    const filled = days.flatMap((day) => day.holes.filled);
    const archived = timelines.flatMap((timeline) =>
      timeline.recorded.flatMap((s) => withTimes(s.from, s.to)),
    );
    const recorded = union([...archived, ...filled, ...this.buffered(archived), ...this.seen], BRIDGE);
    const events = days.flatMap((day) => day.events);
    const all = [
      ...events,
      ...this.eventsSeen.filter((seen) => !events.some((known) => known.time === seen.time)),
    ];
    return {
      recorded: subtract(recorded, holes).filter(overlaps),
      holes,
      events: all.filter(({ time }) => time >= from && time < to).sort((a, b) => a.time - b.time),
    };
  }

  /** Whether the frames that are missing at a time are known to be lost. */
  isLost(time: Micros): boolean {
    return spanAt(this.days.get(dayOf(time))?.holes.open ?? [], time)?.lost ?? false;
  }

  /** What is known to be recorded around a time at which nothing is; the reason is that of the hole there, if there is one. */
  around(time: Micros): { before: Micros | undefined; after: Micros | undefined; reason: string } {
    const { recorded, holes } = this.drawn(time - DAY, time + DAY);
    const hole = spanAt(holes, time);
    return { ...nearest(recorded, time), reason: hole === undefined ? 'no-recording' : 'missing' };
  }

  /** Names the archive's answer on the day of a time; another name is another answer. */
  revisionAt(time: Micros): string | undefined {
    const revision = this.days.get(dayOf(time))?.timeline?.revision;
    return revision === undefined ? undefined : String(revision);
  }

  /** What is received and not archived yet: runs that ingest tells of, or else up to the socket's last frame. */
  private buffered(archived: readonly Span[]): Span[] {
    const end = Math.max(...archived.map((span) => span.to), -Infinity);
    const runs = [...this.days.values()].flatMap(({ received }) => received?.runs ?? []);
    if (runs.length > 0) {
      return runs
        .flatMap((run) => withTimes(run.firstTime, run.lastTime))
        .map((run) => ({ from: Math.max(run.from, Math.min(end, run.to)), to: run.to }));
    }
    const last = this.info?.lastFrameAt ?? this.info?.last;
    if (last === undefined || last <= end) return [];
    const first = this.info?.first ?? last;
    return last - end < BUFFERED
      ? [{ from: end, to: last }]
      : end === -Infinity
        ? [{ from: first, to: last }]
        : [];
  }

  private dayOf(day: string): KnownDay {
    const known = this.days.get(day) ?? {
      timeline: undefined,
      received: undefined,
      missing: undefined,
      holes: new DayHoles(),
      answeredAt: 0,
      events: [],
      staleAt: 0,
      loading: false,
    };
    this.days.set(day, known);
    return known;
  }

  private async load(day: string, freshMillis: number): Promise<void> {
    const known = this.dayOf(day);
    known.loading = true;
    const start = dayStart(day);
    const isRecent = start + 2 * DAY > this.now() * 1000;
    const mayHeal = isRecent || known.holes.mayHeal;
    const [timeline, received, missing, events] = await Promise.allSettled([
      this.rest.timeline(this.device, day),
      mayHeal ? this.rest.received(this.device, day) : Promise.resolve(undefined),
      mayHeal ? this.rest.missing(this.device, day) : Promise.resolve(undefined),
      this.rest.events(this.device, start, start + DAY - 1),
    ]);
    known.loading = false;
    // A day of which nothing is archived yet has no timeline: that is an answer, too.
    const isAnswered = timeline.status === 'fulfilled' || isNotFound(timeline.reason);
    if (timeline.status === 'fulfilled') known.timeline = timeline.value;
    if (received.status === 'fulfilled') known.received = received.value ?? known.received;
    if (missing.status === 'fulfilled') known.missing = missing.value ?? known.missing;
    known.holes.answered(known.timeline, known.received, known.missing);
    const mayGrow = known.holes.mayHeal || (isRecent && known.holes.open.length === 0);
    const fresh = mayGrow ? Math.min(freshMillis, FRESH_OPEN_MILLIS) : freshMillis;
    known.answeredAt = this.now();
    known.staleAt = this.now() + (isAnswered ? fresh : RETRY_MILLIS);
    if (events.status === 'fulfilled') known.events = events.value.flatMap(drawnEvent);
    this.changed();
  }
}

function isNotFound(reason: unknown): boolean {
  return reason instanceof Problem && reason.status === 404;
}

function drawnEvent({ time, type, body }: TimelineEvent): DrawnEvent[] {
  const at = timeOf(time);
  if (at === undefined) return [];
  try {
    return [{ time: at, type, body: body === undefined ? undefined : JSON.parse(body) }];
  } catch {
    return [{ time: at, type, body }];
  }
}

function withTimes(from: string | undefined, to: string | undefined): Span[] {
  const start = timeOf(from);
  const end = timeOf(to);
  return start === undefined || end === undefined ? [] : [{ from: start, to: end }];
}
