/**
 * Times as the protocol has them: µs since 1970-01-01 UTC in a number (exact until the year 2255), RFC 3339 with µs as
 * text, days as `yyyy-mm-dd` or as days since 1970-01-01 UTC.
 */
export type Micros = number;

export const SECOND: Micros = 1_000_000;
export const MINUTE: Micros = 60 * SECOND;
export const HOUR: Micros = 60 * MINUTE;
export const DAY: Micros = 24 * HOUR;

const RFC_3339 = /^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/;

/** @returns µs, or undefined if the text is no RFC 3339 time; digits beyond the µs are cut */
export function parseTime(text: string): Micros | undefined {
  const match = RFC_3339.exec(text);
  if (match === null) return undefined;
  const seconds = Date.parse(`${match[1]}${match[3]}`.toUpperCase());
  if (Number.isNaN(seconds)) return undefined;
  const fraction = Number((match[2] ?? '').slice(0, 6).padEnd(6, '0'));
  return seconds * 1000 + fraction;
}

/** RFC 3339 in UTC with six digits, as `2026-11-21T10:00:00.123456Z`. */
export function formatTime(micros: Micros): string {
  const whole = Math.floor(micros / SECOND);
  const fraction = String(Math.round(micros - whole * SECOND)).padStart(6, '0');
  return new Date(whole * 1000).toISOString().replace(/\.\d+Z$/, `.${fraction}Z`);
}

/** The UTC day that holds a time, as `yyyy-mm-dd`. */
export function dayOf(micros: Micros): string {
  return new Date(micros / 1000).toISOString().slice(0, 10);
}

/** First µs of a `yyyy-mm-dd` day in UTC. */
export function dayStart(day: string): Micros {
  return Date.parse(`${day}T00:00:00Z`) * 1000;
}

/** `yyyy-mm-dd` of a day number of the frame header. */
export function dayName(dayNumber: number): string {
  return dayOf(dayNumber * DAY);
}
