import { expect, test } from 'vitest';
import { holeAt, isAhead, isIn, isShort } from '../../src/playback/holes';
import type { Gap } from '../../src/timeline-client';

const GAP: Gap = {
  type: 'gap',
  from: 100,
  to: 900,
  reason: 'missing',
  day: '2026-11-21',
  run: 1,
  ranges: [[10, 20]],
};

test('where a picture contains the asked time there is no hole', () => {
  expect(holeAt(50, { first: 0, firstEnd: 100, newest: 0 }, [GAP])).toBeUndefined();
  expect(holeAt(50, { first: 0, firstEnd: undefined, newest: 0 }, [])).toBeUndefined();
});

test('the server says how far a hole goes and why', () => {
  expect(holeAt(500, { first: 0, firstEnd: 100, newest: 900 }, [GAP])).toEqual({
    asked: 500,
    before: 100,
    after: 900,
    reason: 'missing',
  });
});

test('without its word the pictures around the asked time do', () => {
  expect(holeAt(500, { first: 0, firstEnd: 100, newest: 0 }, [])).toEqual({
    asked: 500,
    before: 100,
    after: undefined,
    reason: 'no-recording',
  });
  expect(holeAt(500, { first: 800, firstEnd: 900, newest: 1000 }, [])).toMatchObject({
    before: undefined,
    after: 800,
  });
});

test('a hole that is over in half a second is short', () => {
  const hole = { asked: 0, before: undefined, after: 500_000, reason: 'missing' };

  expect(isShort(hole)).toBe(true);
  expect(isShort({ ...hole, after: 700_000 })).toBe(false);
  expect(isShort({ ...hole, after: undefined })).toBe(false);
});

test('what comes late concerns the hole that it lies in', () => {
  const hole = { asked: 500, before: 100, after: 900, reason: 'missing' };

  expect(isIn(hole, { from: 50, to: 150 })).toBe(true);
  expect(isIn(hole, { from: 850, to: 2000 })).toBe(true);
  expect(isIn(hole, { from: 901, to: 950 })).toBe(false);
  expect(isIn({ ...hole, before: undefined, after: undefined }, { from: 0, to: 499 })).toBe(false);
  expect(isIn({ ...hole, before: undefined, after: undefined }, { from: 0, to: 500 })).toBe(true);
});

test('a gap that the playhead has passed is not gone back for', () => {
  expect(isAhead(50, [GAP], { from: 200, to: 300 })).toBe(true);
  expect(isAhead(500, [GAP], { from: 200, to: 300 })).toBe(true);
  expect(isAhead(900, [GAP], { from: 200, to: 300 })).toBe(false);
  expect(isAhead(50, [GAP], { from: 901, to: 950 })).toBe(false);
});
