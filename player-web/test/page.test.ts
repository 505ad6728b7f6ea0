import { expect, test } from 'vitest';
import { noticeOf } from '../src/element/notices';
import { behind } from '../src/navigator/wording';
import { lengthInWords } from '../src/playback';
import { eventTypeOf } from '../src/page/events-pane';
import { inWords, quantitiesOf } from '../src/page/telemetry-pane';
import { HOUR, MINUTE, SECOND } from '../src/protocol';

test('telemetry of any shape becomes named quantities', () => {
  expect(quantitiesOf({ heartRate: 72, position: { lat: 48, lon: 11 } })).toEqual([
    ['heartRate', 72],
    ['position.lat', 48],
    ['position.lon', 11],
  ]);
  expect(quantitiesOf(72)).toEqual([['value', 72]]);
  expect(quantitiesOf([1, 2])).toEqual([['value', '1, 2']]);
  expect(inWords('heartRate_bpm')).toBe('heart rate bpm');
});

test('an event without a type is an event', () => {
  expect(eventTypeOf({ type: 'motion' })).toBe('motion');
  expect(eventTypeOf({ type: 7 })).toBe('event');
  expect(eventTypeOf(null)).toBe('event');
});

test('distances read as people say them', () => {
  expect([0.4 * SECOND, 42 * SECOND, 3 * MINUTE, 2 * HOUR + 5 * MINUTE, 60 * HOUR].map(behind)).toEqual([
    '1 s',
    '42 s',
    '3 min',
    '2 h 5 min',
    '2 d',
  ]);
  expect(lengthInWords(200 * SECOND)).toBe('3 min 20 s');
});

test('a hole offers the nearest pictures, and live where there is none after it', () => {
  const hole = { asked: 10 * SECOND, before: 5 * SECOND, after: 20 * SECOND, reason: 'missing' };

  const inside = noticeOf({ kind: 'hole', hole }, 0, true);
  const atEnd = noticeOf({ kind: 'no-recording', hole: { ...hole, after: undefined } }, 0, true);

  expect(inside?.actions.map(({ does }) => does)).toEqual([
    { kind: 'seek', time: 5 * SECOND - 1 },
    { kind: 'seek', time: 20 * SECOND },
  ]);
  expect(inside?.text).toContain('may still arrive');
  expect(atEnd?.actions.at(-1)?.does).toEqual({ kind: 'live' });
});

test('reconnecting leaves a good picture alone', () => {
  const state = { kind: 'reconnecting', attempt: 2, detail: 'The connection was lost' } as const;

  expect(noticeOf(state, 0, true)?.shape).toBe('ribbon');
  expect(noticeOf(state, 0, false)?.shape).toBe('card');
  expect(noticeOf({ kind: 'playing' }, 0, true)).toBeUndefined();
});
