import { expect, test } from 'vitest';
import { LivePacer } from '../../src/playback/live-pacer';
import { SECOND } from '../../src/protocol';

test('close to the newest frame the rate is left alone', () => {
  expect(new LivePacer().decide(0.2 * SECOND, false, 0)).toEqual({ kind: 'rate', rate: 1 });
});

test('small distances are closed by rate, large ones by a jump to the wanted distance', () => {
  const pacer = new LivePacer();

  const rates = [0.02, 0.4, 1.2].map((behind) => pacer.decide(behind * SECOND, false, 0));

  expect(rates.map((pace) => pace.kind === 'rate' && pace.rate)).toEqual([0.95, 1.08, 1.25]);
  expect(pacer.decide(5 * SECOND, false, 0)).toEqual({ kind: 'jump', behind: pacer.target });
});

test('while live begins a jump is made sooner', () => {
  expect(new LivePacer().decide(0.5 * SECOND, true, 0).kind).toBe('jump');
});

test('running dry widens the distance up to a bound, calm narrows it again', () => {
  const pacer = new LivePacer();
  const usual = pacer.target;

  for (let i = 0; i < 20; i++) pacer.ranDry(i);
  const widest = pacer.target;
  for (let i = 1; i < 60; i++) pacer.decide(widest, false, i * 11 * SECOND);

  expect(widest).toBeGreaterThan(usual);
  expect(widest).toBeLessThanOrEqual(1.2 * SECOND);
  expect(pacer.target).toBeLessThan(usual);
});
