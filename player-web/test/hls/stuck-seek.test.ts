import { expect, test } from 'vitest';
import { StuckSeek } from '../../src/hls/stuck-seek';
import { SECOND } from '../../src/protocol';

test('a seek for which nothing comes is asked for again every three seconds', () => {
  const seek = new StuckSeek();

  const due = Array.from({ length: 100 }, (_, i) => i / 10).filter((s) => seek.isDue(true, 0, s * SECOND));

  expect(due).toEqual([3, 6, 9]);
});

test('while bytes come it is not', () => {
  const seek = new StuckSeek();

  const due = Array.from({ length: 100 }, (_, i) => i).filter((s) =>
    seek.isDue(true, (s - 1) * SECOND, s * SECOND),
  );

  expect(due).toEqual([]);
});

test('each seek has its own patience', () => {
  const seek = new StuckSeek();

  expect(seek.isDue(true, 0, SECOND)).toBe(false);
  expect(seek.isDue(false, 0, 2 * SECOND)).toBe(false);
  expect(seek.isDue(true, 0, 10 * SECOND)).toBe(false);
  expect(seek.isDue(true, 0, 13 * SECOND)).toBe(true);
});
