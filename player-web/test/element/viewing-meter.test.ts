import { expect, test } from 'vitest';
import { ViewingMeter } from '../../src/element/viewing-meter';

function metered() {
  let now = 1_000;
  const meter = new ViewingMeter(() => now);
  return { meter, pass: (millis: number) => (now += millis) };
}

test('the time to the first picture is told once, and waiting for it is no stall', () => {
  const { meter, pass } = metered();
  meter.state('buffering');
  pass(300);
  meter.pictureShown();
  meter.state('playing');
  pass(2_000);

  expect(meter.take()).toEqual({ startupMillis: 300, stalls: 0, stallMillis: 0, playedMillis: 2_000 });
  pass(500);
  expect(meter.take()).toEqual({ stalls: 0, stallMillis: 0, playedMillis: 500 });
});

test('a picture that has to wait is one stall, however the wait is called', () => {
  const { meter, pass } = metered();
  meter.pictureShown();
  meter.state('playing');
  pass(1_000);
  meter.state('buffering');
  pass(400);
  meter.state('reconnecting');
  pass(600);
  meter.state('playing');
  pass(100);

  expect(meter.take()).toEqual({ startupMillis: 0, stalls: 1, stallMillis: 1_000, playedMillis: 1_100 });
});

test('a stall that lasts over a report is counted once, and its time in both', () => {
  const { meter, pass } = metered();
  meter.state('playing');
  meter.state('buffering');
  pass(700);
  expect(meter.take()).toMatchObject({ stalls: 1, stallMillis: 700 });
  pass(300);

  expect(meter.take()).toEqual({ stalls: 0, stallMillis: 300, playedMillis: 0 });
});

test('when nothing happened there is nothing to tell', () => {
  const { meter, pass } = metered();
  meter.state('paused');
  pass(60_000);

  expect(meter.take()).toBeUndefined();
});
