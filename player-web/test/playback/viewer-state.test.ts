import { expect, test } from 'vitest';
import { stateOf, type Facts } from '../../src/playback/viewer-state';
import { SECOND } from '../../src/protocol';
import { Problem } from '../../src/timeline-client';

const NOW = 1_000 * SECOND;
const LIVE: Facts = {
  now: NOW,
  refused: false,
  lost: undefined,
  unsupported: undefined,
  hole: undefined,
  live: true,
  paused: false,
  seekingSince: undefined,
  lastPictureOnly: false,
  hasPicture: true,
  isSparse: false,
  hasInfo: true,
  heard: NOW,
  drySince: undefined,
  ended: false,
  edge: 7,
  edgeAge: 0,
  previous: { kind: 'playing' },
};
const kindOf = (facts: Partial<Facts>) => stateOf({ ...LIVE, ...facts }).kind;
const ago = (seconds: number) => NOW - seconds * SECOND;

test('what plays is playing, and what is paused is paused', () => {
  expect(kindOf({})).toBe('playing');
  expect(kindOf({ live: false, paused: true })).toBe('paused');
});

test('a short wait is not worth a word, a longer one is buffering', () => {
  expect(kindOf({ drySince: ago(0.2) })).toBe('playing');
  expect(kindOf({ drySince: ago(1) })).toBe('buffering');
});

test('live without frames is silent after some seconds, and at once when what came is old', () => {
  expect(kindOf({ heard: ago(3) })).toBe('playing');
  expect(stateOf({ ...LIVE, heard: ago(5) })).toEqual({ kind: 'silent', since: 7 });
  expect(kindOf({ drySince: ago(1), edgeAge: 60 * SECOND })).toBe('silent');
  expect(kindOf({ live: false, heard: ago(5) })).toBe('playing');
});

test('a stream of rare samples is given more time', () => {
  expect(kindOf({ isSparse: true, heard: ago(20), drySince: ago(20) })).toBe('playing');
  expect(kindOf({ isSparse: true, heard: ago(50) })).toBe('silent');
});

test('a seek keeps the state for a moment, then says that it loads', () => {
  expect(kindOf({ seekingSince: ago(0.1), previous: { kind: 'paused' } })).toBe('paused');
  expect(kindOf({ seekingSince: ago(0.1), hasPicture: false })).toBe('loading');
  expect(kindOf({ live: false, seekingSince: ago(1) })).toBe('loading');
});

test('a lost connection is said after a second, a failing server by its own words', () => {
  const lost = { since: ago(2), attempt: 3, problem: undefined };

  expect(kindOf({ lost: { ...lost, since: ago(0.5) } })).toBe('playing');
  expect(kindOf({ lost })).toBe('reconnecting');
  expect(
    stateOf({ ...LIVE, lost: { ...lost, problem: new Problem(503, 'Starting', 'soon', 'abc') } }),
  ).toEqual({
    kind: 'error',
    title: 'Starting',
    detail: 'soon',
    trace: 'abc',
  });
  expect(kindOf({ lost, refused: true })).toBe('refused');
});

test('a hole is told by its reason', () => {
  const hole = { asked: 0, before: undefined, after: undefined, reason: 'missing' };

  expect(kindOf({ hole })).toBe('hole');
  expect(kindOf({ hole: { ...hole, reason: 'no-recording' } })).toBe('no-recording');
});
