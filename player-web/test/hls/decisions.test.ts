import { expect, test } from 'vitest';
import { Aim } from '../../src/hls/aim';
import { LiveJumps } from '../../src/hls/live-jumps';
import { MediaRecovery } from '../../src/hls/media-recovery';
import { Rhythm } from '../../src/hls/rhythm';
import { HOUR, SECOND } from '../../src/protocol';

test('what is recent is looked for in the live playlist first, what is old in the past, each once', () => {
  const recent = Aim.at(100 * HOUR);
  const old = Aim.at(10 * HOUR).without('live');

  const now = 100 * HOUR + 30 * SECOND;
  expect([1, 2, 3].map(() => recent.next(100 * HOUR, now))).toEqual(['live', 'past', undefined]);
  expect([1, 2].map(() => old.next(10 * HOUR, now))).toEqual(['past', undefined]);
});

test('a decoder that fails again and again is recovered, then given the other audio codec, then begun anew', () => {
  const recovery = new MediaRecovery();

  expect([10_000, 10_500, 11_000, 20_000].map((at) => recovery.next(at))).toEqual([
    'recover',
    'swap',
    'reload',
    'recover',
  ]);
});

test('the distance of pictures is that of the playlist, and learnt where that is wrong', () => {
  const rhythm = new Rhythm();
  rhythm.begin(10);

  rhythm.saw(5 * SECOND);
  rhythm.saw(-1);
  expect(rhythm.spacing).toBe(0.1 * SECOND);
  rhythm.saw(0.05 * SECOND);
  expect(rhythm.spacing).toBe(0.05 * SECOND);
});

test('live jumps when it is late: soon after it began, or far behind', () => {
  const jumps = new LiveJumps();
  jumps.begins(100 * SECOND);

  expect(jumps.isDue(1 * SECOND, 101 * SECOND)).toBe(true);
  expect(jumps.isDue(0.5 * SECOND, 101 * SECOND)).toBe(false);
  expect(jumps.isDue(3 * SECOND, 110 * SECOND)).toBe(false);
  expect(jumps.isDue(4 * SECOND, 110 * SECOND)).toBe(true);
});
