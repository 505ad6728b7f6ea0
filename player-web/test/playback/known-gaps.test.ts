import { expect, test } from 'vitest';
import { KnownGaps, type Standing } from '../../src/playback/known-gaps';
import type { Gap, Healed } from '../../src/timeline-client';

const FRAMES = { day: '2026-11-21', run: 1, ranges: [[10, 20]] } as const;
const GAP: Gap = { type: 'gap', from: 100, to: 900, reason: 'missing', ...FRAMES };
const HEALED: Healed = { type: 'healed', from: 200, to: 800, ...FRAMES };
const HOLE = { asked: 500, before: 100, after: 900, reason: 'missing' };
const PAST: Standing = { seeking: false, live: false, hole: undefined, now: 50, waiting: [] };

test('who stands in the hole looks again at the asked time', () => {
  expect(new KnownGaps().healed(HEALED, { ...PAST, hole: HOLE })).toBe(500);
  expect(new KnownGaps().healed({ ...HEALED, from: 950, to: 980 }, { ...PAST, hole: HOLE })).toBeUndefined();
});

test('who would pass over the hole goes on from where it is, with the frames in their place', () => {
  const gaps = new KnownGaps();
  gaps.add(GAP);

  expect(gaps.healed(HEALED, PAST)).toBe(50);
  expect(gaps.healed(HEALED, { ...PAST, now: 950 })).toBeUndefined();
  expect(gaps.healed(HEALED, { ...PAST, live: true })).toBeUndefined();
  expect(new KnownGaps().healed(HEALED, { ...PAST, waiting: [GAP] })).toBe(50);
  expect(new KnownGaps().healed(HEALED, PAST)).toBeUndefined();
});

test('what heals while a position is looked for is remembered until the next one', () => {
  const gaps = new KnownGaps();

  expect(gaps.healed(HEALED, { ...PAST, seeking: true })).toBeUndefined();
  const remembered = gaps.healedIn(HOLE);
  gaps.clear();

  expect(remembered).toBe(true);
  expect(gaps.healedIn(HOLE)).toBe(false);
});
