import { expect, test } from 'vitest';
import { dayName, dayOf, dayStart, formatTime, parseTime } from '../../src/protocol';

test('RFC 3339 times keep their microseconds both ways', () => {
  for (const text of [
    '2026-11-21T10:00:00.123456Z',
    '1970-01-01T00:00:00.000001Z',
    '1969-12-31T23:59:59.999999Z',
  ]) {
    expect(formatTime(parseTime(text) as number)).toBe(text);
  }
});

test('fractions of any length and offsets are read', () => {
  const expected = parseTime('2026-11-21T10:00:00.500000Z');

  expect(parseTime('2026-11-21T10:00:00.5Z')).toBe(expected);
  expect(parseTime('2026-11-21T11:00:00.500000999+01:00')).toBe(expected);
  expect(parseTime('2026-11-21T10:00:00Z')).toBe((expected as number) - 500_000);
});

test('what is no time is undefined', () => {
  for (const text of ['', 'now', '2026-11-21', '2026-11-21T10:00:00', '2026-13-41T10:00:00Z']) {
    expect(parseTime(text)).toBeUndefined();
  }
});

test('days start at midnight UTC', () => {
  expect(dayOf(dayStart('2026-11-21'))).toBe('2026-11-21');
  expect(dayOf(dayStart('2026-11-21') - 1)).toBe('2026-11-20');
  expect(dayName(20_778)).toBe('2026-11-21');
});
