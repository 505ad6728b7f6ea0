import { expect, test } from 'vitest';
import { nearest, spanAt, subtract, union } from '../../src/navigator/spans';

const spans = [
  { from: 0, to: 10 },
  { from: 20, to: 30 },
];

test('overlapping, touching and bridged spans become one', () => {
  expect(union([{ from: 5, to: 8 }, ...spans, { from: 10, to: 12 }])).toEqual([
    { from: 0, to: 12 },
    { from: 20, to: 30 },
  ]);
  expect(union(spans, 10)).toEqual([{ from: 0, to: 30 }]);
  expect(union([{ from: 3, to: 3 }])).toEqual([]);
});

test('a hole cuts what it lies in', () => {
  expect(subtract(spans, [{ from: 8, to: 22 }])).toEqual([
    { from: 0, to: 8 },
    { from: 22, to: 30 },
  ]);
  expect(subtract(spans, [{ from: 2, to: 3 }])).toEqual([
    { from: 0, to: 2 },
    { from: 3, to: 10 },
    { from: 20, to: 30 },
  ]);
  expect(subtract(spans, [{ from: 0, to: 30 }])).toEqual([]);
});

test('the end of a span does not belong to it', () => {
  expect(spanAt(spans, 9)).toBe(spans[0]);
  expect(spanAt(spans, 10)).toBeUndefined();
  expect(nearest(spans, 15)).toEqual({ before: 10, after: 20 });
  expect(nearest(spans, 40)).toEqual({ before: 30, after: undefined });
});
