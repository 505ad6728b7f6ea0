import { expect, test } from 'vitest';
import { both, normalised, without } from '../../src/navigator/counters';

test('ranges in any order become sorted ones that do not touch', () => {
  expect(
    normalised([
      [20, 29],
      [0, 9],
      [10, 12],
      [25, 40],
    ]),
  ).toEqual([
    [0, 12],
    [20, 40],
  ]);
});

test('what is left and what is common fit together at every edge', () => {
  const ranges = [
    [0, 9],
    [20, 29],
    [40, 40],
  ] as const;
  const others = [
    [5, 21],
    [25, 26],
    [40, 50],
  ] as const;

  expect(without(ranges, others)).toEqual([
    [0, 4],
    [22, 24],
    [27, 29],
  ]);
  expect(both(ranges, others)).toEqual([
    [5, 9],
    [20, 21],
    [25, 26],
    [40, 40],
  ]);
  expect(without(ranges, [])).toEqual(ranges);
  expect(without(ranges, [[0, 99]])).toEqual([]);
});
