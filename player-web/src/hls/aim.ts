import { MINUTE, type Micros } from '../protocol';

/** So far back the live playlist may reach; it says itself how far it does. */
const LIVE_WINDOW: Micros = 2 * MINUTE;

const MOST_CORRECTIONS = 3;

/** A position that is looked for, and where it was looked for already. */
export class Aim {
  private corrections = 0;
  private readonly tried = new Set<'live' | 'past'>();
  /** The nearest pictures that were met on the way. */
  before: Micros | undefined;
  after: Micros | undefined;

  private constructor(
    /** The asked capture time; undefined for live. */
    readonly time: Micros | undefined,
    /** Whether the next picture after the time will do. */
    readonly isOnwards: boolean,
  ) {}

  static live(): Aim {
    return new Aim(undefined, false);
  }

  static at(time: Micros): Aim {
    return new Aim(time, false);
  }

  static onwards(time: Micros): Aim {
    return new Aim(time, true);
  }

  /** It is known not to be there. */
  without(kind: 'live' | 'past'): this {
    this.tried.add(kind);
    return this;
  }

  /** Whether the position may be corrected once more, when a picture showed that it was not exact. */
  mayCorrect(): boolean {
    return this.corrections++ < MOST_CORRECTIONS;
  }

  /** What to open next: what is recent is in the live playlist first. Undefined when both were tried. */
  next(time: Micros, now: Micros): 'live' | 'past' | undefined {
    const order = now - time < LIVE_WINDOW ? (['live', 'past'] as const) : (['past', 'live'] as const);
    const next = order.find((kind) => !this.tried.has(kind));
    if (next !== undefined) this.tried.add(next);
    return next;
  }
}
