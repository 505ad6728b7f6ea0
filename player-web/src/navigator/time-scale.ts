import { DAY, HOUR, MINUTE, SECOND, type Micros } from '../protocol';

const LEAST_SPAN: Micros = SECOND;
const MOST_SPAN: Micros = 45 * DAY;

/** Distances between marks that people count in. */
const STEPS: readonly Micros[] = [
  ...[0.1, 0.5, 1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14].map((n) => n * DAY),
];

/** A mark of the time axis. */
export interface Tick {
  readonly time: Micros;
  /** Whether a new local day begins here. */
  readonly isDay: boolean;
}

/** The stretch of time that a width of pixels shows. Immutable; x is in CSS pixels from the left edge. */
export class TimeScale {
  constructor(
    readonly from: Micros,
    readonly to: Micros,
    readonly width: number,
  ) {
    if (!(to > from) || !(width > 0))
      throw new RangeError(`no time scale from ${from} to ${to} over ${width} px`);
  }

  get span(): Micros {
    return this.to - this.from;
  }

  x(time: Micros): number {
    return ((time - this.from) / this.span) * this.width;
  }

  time(x: number): Micros {
    return Math.round(this.from + (x / this.width) * this.span);
  }

  /** Shows more (factor > 1) or less around the time under x, which stays there. Between a second and 45 days. */
  zoom(x: number, factor: number): TimeScale {
    const span = Math.min(MOST_SPAN, Math.max(LEAST_SPAN, this.span * factor));
    const pointed = this.from + (x / this.width) * this.span;
    const from = pointed - (x / this.width) * span;
    return new TimeScale(from, from + span, this.width);
  }

  /** Moves what is shown by pixels: positive to the right, towards earlier times. */
  pan(pixels: number): TimeScale {
    const shift = (pixels / this.width) * this.span;
    return new TimeScale(this.from - shift, this.to - shift, this.width);
  }

  /** Places a time at a part (0 to 1) of the width. */
  place(time: Micros, part: number): TimeScale {
    const from = time - this.span * part;
    return new TimeScale(from, from + this.span, this.width);
  }

  resize(width: number): TimeScale {
    return new TimeScale(this.from, this.to, width);
  }

  /** The smallest countable step whose marks stand at least so many pixels apart. */
  step(pixelsApart: number): Micros {
    const least = (pixelsApart / this.width) * this.span;
    return STEPS.find((step) => step >= least) ?? (STEPS.at(-1) as Micros);
  }

  /** Marks at whole steps of the viewer's local time, so that midnight and clock changes fall where clocks show them. */
  ticks(pixelsApart: number): Tick[] {
    const step = this.step(pixelsApart);
    return step < HOUR ? this.evenTicks(step) : this.localTicks(step);
  }

  private evenTicks(step: Micros): Tick[] {
    const ticks: Tick[] = [];
    // Zones differ from UTC by multiples of a quarter of an hour, which every step below an hour divides or doubles.
    const shift = new Date(this.from / 1000).getTimezoneOffset() * MINUTE;
    for (let time = Math.ceil((this.from - shift) / step) * step + shift; time <= this.to; time += step) {
      ticks.push({ time, isDay: startsDay(new Date(time / 1000)) });
    }
    return ticks;
  }

  private localTicks(step: Micros): Tick[] {
    const ticks: Tick[] = [];
    const hours = step / HOUR;
    const date = new Date(this.from / 1000);
    date.setHours(0, 0, 0, 0);
    for (let i = 0; date.getTime() * 1000 <= this.to; i++) {
      const time = date.getTime() * 1000;
      if (time >= this.from && ticks.at(-1)?.time !== time) ticks.push({ time, isDay: startsDay(date) });
      if (hours >= 24) date.setDate(date.getDate() + hours / 24);
      else date.setHours(Math.floor(date.getHours() / hours) * hours + hours);
      if (i > 2_000) break;
    }
    return ticks;
  }
}

function startsDay(date: Date): boolean {
  return (
    date.getHours() === 0 &&
    date.getMinutes() === 0 &&
    date.getSeconds() === 0 &&
    date.getMilliseconds() === 0
  );
}
