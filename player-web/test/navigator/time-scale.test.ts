import { expect, test } from 'vitest';
import { TimeScale } from '../../src/navigator/time-scale';
import { DAY, HOUR, MINUTE, SECOND, parseTime } from '../../src/protocol';

const NOON = parseTime('2026-11-21T12:00:00Z') as number;
const hour = new TimeScale(NOON, NOON + HOUR, 1200);

test('pixels and times belong together both ways', () => {
  expect(hour.x(NOON + 15 * MINUTE)).toBe(300);
  expect(hour.time(300)).toBe(NOON + 15 * MINUTE);
});

test('zooming keeps the time under the pointer', () => {
  for (const factor of [0.1, 0.5, 2, 20]) {
    expect(hour.zoom(300, factor).time(300)).toBeCloseTo(NOON + 15 * MINUTE, -1);
  }
});

test('zooming ends at a second and at 45 days', () => {
  expect(hour.zoom(0, 1e-9).span).toBeCloseTo(SECOND, -1);
  expect(hour.zoom(0, 1e9).span).toBeCloseTo(45 * DAY, -1);
});

test('dragging to the right shows earlier times', () => {
  expect(hour.pan(300).from).toBe(NOON - 15 * MINUTE);
});

test('marks stand at whole steps and far enough apart', () => {
  const ticks = hour.ticks(100);

  expect(ticks.map(({ time }) => (time - NOON) / MINUTE)).toEqual([
    0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60,
  ]);
  for (const width of [320, 1200, 4000]) {
    for (const span of [SECOND, MINUTE, HOUR, DAY, 30 * DAY]) {
      const scale = new TimeScale(NOON, NOON + span, width);
      expect((scale.step(80) / span) * width).toBeGreaterThanOrEqual(80);
      expect(scale.ticks(80).length).toBeLessThanOrEqual(width / 80 + 1);
    }
  }
});

test('midnight of the viewer is a mark of its own at every zoom that shows it', () => {
  const midnight = new Date(2026, 10, 22).getTime() * 1000;

  for (const span of [MINUTE, HOUR, DAY, 10 * DAY]) {
    const scale = new TimeScale(midnight - span / 2, midnight + span / 2, 1200);
    expect(scale.ticks(100).find(({ time }) => time === midnight)?.isDay).toBe(true);
  }
});

test('a scale without width or time cannot be made', () => {
  expect(() => new TimeScale(1, 1, 100)).toThrow(RangeError);
  expect(() => new TimeScale(0, 1, 0)).toThrow(RangeError);
});
