import { DAY, HOUR, MINUTE, SECOND, type Micros } from '../protocol';

/** How times are written for people: the viewer's own zone, 24 hours. */
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const CLOCK_SECONDS = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const DATE = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' });
const FULL_DATE = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const ZONE = new Intl.DateTimeFormat(undefined, { timeZoneName: 'short' });

export function clock(time: Micros): string {
  return CLOCK.format(time / 1000);
}

export function clockSeconds(time: Micros): string {
  return CLOCK_SECONDS.format(time / 1000);
}

/** With tenths of a second. */
export function clockTenths(time: Micros): string {
  const tenth = Math.floor((((time % SECOND) + SECOND) % SECOND) / (SECOND / 10));
  return `${CLOCK_SECONDS.format(time / 1000)}.${tenth}`;
}

export function date(time: Micros): string {
  return DATE.format(time / 1000);
}

export function fullDate(time: Micros): string {
  return FULL_DATE.format(time / 1000);
}

/** Short name of the viewer's zone at a time, as `CET` or `UTC`. */
export function zone(time: Micros): string {
  return ZONE.formatToParts(time / 1000).find((part) => part.type === 'timeZoneName')?.value ?? '';
}

/** A mark of the axis, as fine as the distance to the next one asks for. */
export function tickLabel(time: Micros, step: Micros, isDay: boolean): string {
  if (isDay || step >= DAY) return date(time);
  if (step >= MINUTE) return clock(time);
  return step >= SECOND ? clockSeconds(time) : clockTenths(time);
}

/** What a hole of the timeline is, as the legend calls it. */
export function holeInWords(hole: { readonly lost: boolean } | undefined): string {
  if (hole === undefined) return '';
  return hole.lost ? 'missing for good' : 'missing, may still arrive';
}

/** How far behind live, in one unit or two. */
export function behind(distance: Micros): string {
  if (distance < MINUTE) return `${Math.max(1, Math.round(distance / SECOND))} s`;
  if (distance < HOUR) return `${Math.floor(distance / MINUTE)} min`;
  if (distance < DAY) return `${Math.floor(distance / HOUR)} h ${Math.floor((distance % HOUR) / MINUTE)} min`;
  return `${Math.floor(distance / DAY)} d`;
}
