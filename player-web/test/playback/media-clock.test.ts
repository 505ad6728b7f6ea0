import { expect, test } from 'vitest';
import { MediaClock } from '../../src/playback/media-clock';

test('the clock stands until it is started and again when stopped', () => {
  let ticks = 1_000;
  const clock = new MediaClock(() => ticks);
  clock.set(50_000);

  ticks += 500;
  expect(clock.now).toBe(50_000);
  clock.start();
  ticks += 500;
  expect(clock.now).toBe(50_500);
  clock.stop();
  ticks += 500;
  expect(clock.now).toBe(50_500);
});

test('a change of rate or of the pace-maker makes no jump', () => {
  let page = 0;
  let audio = 7_000_000;
  const clock = new MediaClock(() => page);
  clock.start();

  page = 100;
  clock.setRate(4);
  expect(clock.now).toBe(100);
  page = 200;
  expect(clock.now).toBe(500);
  clock.use(() => audio);
  expect(clock.now).toBe(500);
  audio += 10;
  page += 1_000_000;
  expect(clock.now).toBe(540);
});
