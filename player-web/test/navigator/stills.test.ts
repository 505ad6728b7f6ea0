import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Stills, stillStep, type StillAnswer } from '../../src/navigator/stills';
import { HOUR, SECOND, type Micros } from '../../src/protocol';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function stillsOf(answer: (time: Micros) => StillAnswer) {
  const asked: Micros[] = [];
  const revoked: string[] = [];
  let made = 0;
  const addresses = {
    create: () => `blob:${made++}`,
    revoke: (address: string) => void revoked.push(address),
  };
  const ask = async (time: Micros) => {
    asked.push(time);
    return answer(time);
  };
  return { asked, revoked, stills: new Stills(ask, addresses, () => Date.now()) };
}

const picture = () => new Blob(['jpeg']);
const rest = () => vi.advanceTimersByTimeAsync(100);

test('a pointer that rests is given the picture of its time, once asked for', async () => {
  const { asked, stills } = stillsOf(picture);

  expect(stills.of(10 * SECOND, SECOND)).toBeUndefined();
  await rest();

  expect(stills.of(10.2 * SECOND, SECOND)).toBe('blob:0');
  await rest();
  expect(asked).toEqual([10.5 * SECOND]);
});

test('a pointer that moves on asks for the last time only', async () => {
  const { asked, stills } = stillsOf(picture);

  for (let second = 0; second < 50; second++) {
    stills.of(second * SECOND, SECOND);
    await vi.advanceTimersByTimeAsync(20);
  }
  await rest();

  expect(asked).toEqual([49.5 * SECOND]);
});

test('the picture beside stands in while the next one is fetched, and none from further away', async () => {
  const { stills } = stillsOf(picture);
  stills.of(10 * SECOND, SECOND);
  await rest();

  expect(stills.of(11.1 * SECOND, SECOND)).toBe('blob:0');
  await rest();
  expect(stills.of(11.2 * SECOND, SECOND)).toBe('blob:1');

  expect(stills.of(13 * SECOND, SECOND)).toBeUndefined();
});

test('where there is no picture there is none, until it is looked for again', async () => {
  let answer: StillAnswer = 'none';
  const { asked, stills } = stillsOf(() => answer);
  stills.of(0, SECOND);
  await rest();
  expect(stills.of(0, SECOND)).toBeUndefined();
  await rest();
  expect(asked).toHaveLength(1);

  answer = picture();
  await vi.advanceTimersByTimeAsync(31_000);
  stills.of(0, SECOND);
  await rest();

  expect(stills.of(0, SECOND)).toBe('blob:0');
});

test('a server that makes no pictures is asked no more', async () => {
  const { asked, stills } = stillsOf(() => 'never');

  for (let second = 0; second < 5; second++) {
    stills.of(second * SECOND, SECOND);
    await rest();
  }

  expect(asked).toHaveLength(1);
});

test('the oldest pictures are let go, and all of them in the end', async () => {
  const { revoked, stills } = stillsOf(picture);
  for (let second = 0; second < 121; second++) {
    stills.of(second * SECOND, SECOND);
    await rest();
  }
  expect(revoked).toEqual(['blob:0']);

  stills.close();

  expect(revoked).toHaveLength(121);
});

test('times share a picture that their pixels cannot tell apart', () => {
  expect(stillStep(0.001 * SECOND)).toBe(SECOND);
  expect(stillStep((24 * HOUR) / 1440)).toBe(128 * SECOND);
});
