import { expect, test } from 'vitest';
import { parseMessage } from '../../src/timeline-client';

test('an info tells times in microseconds', () => {
  const message = parseMessage(
    '{"type":"info","device":"cam","now":"1970-01-01T00:00:02Z","recorded":{"first":"1970-01-01T00:00:00.000001Z","last":"1970-01-01T00:00:01Z"},"live":true,"lastFrameAt":"1970-01-01T00:00:01Z"}',
  );

  expect(message).toEqual({
    type: 'info',
    device: 'cam',
    now: 2_000_000,
    first: 1,
    last: 1_000_000,
    live: true,
    lastFrameAt: 1_000_000,
  });
});

test('a device without frames has an info without times', () => {
  const message = parseMessage(
    '{"type":"info","device":"cam","now":"1970-01-01T00:00:02Z","recorded":null,"live":false,"lastFrameAt":null}',
  );

  expect(message).toMatchObject({ type: 'info', first: undefined, last: undefined, lastFrameAt: undefined });
});

test('a configuration carries its codec record', () => {
  const message = parseMessage(
    '{"type":"config","day":"2026-11-21","run":1,"track":0,"number":1,"kind":"video","codec":"avc1.64001f","width":768,"height":432,"record":"AWQAHw=="}',
  );

  expect(message).toMatchObject({
    type: 'config',
    kind: 'video',
    format: { codec: 'avc1.64001f', width: 768 },
  });
  expect(message?.type === 'config' && [...message.record]).toEqual([1, 100, 0, 31]);
});

test('skipped frames are counted over their ranges', () => {
  expect(parseMessage('{"type":"skipped","ranges":[[0,9],[20,20]],"reason":"slow-viewer"}')).toEqual({
    type: 'skipped',
    frames: 11,
    reason: 'slow-viewer',
  });
});

test('healing names the frames and their times', () => {
  expect(
    parseMessage(
      '{"type":"healed","day":"1970-01-01","run":7,"ranges":[[40,44],[50,50]],"from":"1970-01-01T00:00:01Z","to":"1970-01-01T00:00:02Z"}',
    ),
  ).toEqual({
    type: 'healed',
    day: '1970-01-01',
    run: 7,
    ranges: [
      [40, 44],
      [50, 50],
    ],
    from: 1_000_000,
    to: 2_000_000,
  });
  expect(parseMessage('{"type":"healed","day":"1970-01-01","run":7,"ranges":[[40,44]]}')).toBeUndefined();
});

test('what is unknown or unreadable is ignored', () => {
  for (const text of [
    '',
    '7',
    'null',
    '{}',
    '{"type":"later"}',
    '{"type":"info"}',
    '{"type":"gap","from":"x"}',
  ]) {
    expect(parseMessage(text)).toBeUndefined();
  }
});
