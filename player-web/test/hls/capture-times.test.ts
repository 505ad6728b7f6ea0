import { expect, test } from 'vitest';
import { placeOf, timeAt, type TimedSegment } from '../../src/hls/capture-times';
import { formatTime, SECOND } from '../../src/protocol';

const NOON = Date.UTC(2026, 10, 21, 12) * 1000;

/** Segments of 2 s, one after the other in the media element's time, captured at the given seconds after noon. */
function segments(...seconds: number[]): TimedSegment[] {
  return seconds.map((second, i) => ({
    start: 100 + i * 2,
    duration: 2,
    rawProgramDateTime: formatTime(NOON + second * SECOND),
    programDateTime: null,
  }));
}

test('a position has the capture time of its segment, to the µs', () => {
  const playlist = segments(0.123456, 2.123456, 60);

  expect(timeAt(playlist, 103.5)).toBe(NOON + 3.623456 * SECOND);
  expect(timeAt(playlist, 104)).toBe(NOON + 60 * SECOND);
  expect(timeAt(playlist, 107)).toBe(NOON + 63 * SECOND);
  expect(timeAt([], 1)).toBeUndefined();
});

test('a capture time is found in its segment', () => {
  const playlist = segments(0, 2, 60);

  expect(placeOf(playlist, NOON + 3.5 * SECOND)).toEqual({ kind: 'at', position: 103.5 });
  expect(placeOf(playlist, NOON + 60 * SECOND)).toEqual({ kind: 'at', position: 104 });
});

test('a time between segments is in a hole, and its neighbours are told', () => {
  const place = placeOf(segments(0, 2, 60), NOON + 30 * SECOND);

  expect(place).toEqual({ kind: 'between', before: NOON + 4 * SECOND, after: NOON + 60 * SECOND });
});

test('what a playlist rounds away is no hole', () => {
  const place = placeOf(segments(0, 2.004), NOON + 2.002 * SECOND);

  expect(place).toEqual({ kind: 'at', position: 102 });
});

test('segments that are gaps are a hole', () => {
  const playlist = segments(0, 2, 4, 6).map((each, i) => ({ ...each, gap: i === 1 || i === 2 }));

  expect(placeOf(playlist, NOON + 3 * SECOND)).toEqual({
    kind: 'between',
    before: NOON + 2 * SECOND,
    after: NOON + 6 * SECOND,
  });
  expect(placeOf(playlist.slice(1), NOON + 3 * SECOND)).toEqual({
    kind: 'earlier',
    first: NOON + 6 * SECOND,
  });
  expect(placeOf(playlist.slice(0, 3), NOON + 5 * SECOND)).toEqual({
    kind: 'later',
    last: NOON + 2 * SECOND,
  });
});

test('times around a playlist are earlier or later', () => {
  const playlist = segments(0, 2);

  expect(placeOf(playlist, NOON - 1)).toEqual({ kind: 'earlier', first: NOON });
  expect(placeOf(playlist, NOON + 4 * SECOND)).toEqual({ kind: 'later', last: NOON + 4 * SECOND });
  expect(placeOf([], NOON)).toEqual({ kind: 'nowhere' });
});
