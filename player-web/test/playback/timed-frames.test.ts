import { expect, test } from 'vitest';
import { TimedFrames, timedOf } from '../../src/playback/timed-frames';
import { Codec, FrameFlags, FrameType, FrameView } from '../../src/protocol';
import { buildFrame } from '../frame-builder';

function telemetry(time: number, body: Uint8Array, codec: number = Codec.JSON, flags = 0) {
  return timedOf(new FrameView(buildFrame({ type: FrameType.TELEMETRY, time, codec, flags, body }), 0));
}

test('telemetry is given out when the clock reaches it, in order of time', () => {
  const waiting = new TimedFrames();
  for (const time of [30, 10, 20]) waiting.push(telemetry(time, new TextEncoder().encode(`{"at":${time}}`)));

  expect(waiting.take(9)).toEqual([]);
  expect(waiting.take(20).map(({ body }) => body)).toEqual([{ at: 10 }, { at: 20 }]);
  expect(waiting.next).toBe(30);
});

test('a body that cannot be shown is named', () => {
  const bytes = new Uint8Array([1, 2, 3]);

  expect(telemetry(0, bytes).body).toBe('unreadable JSON');
  expect(telemetry(0, bytes, Codec.CBOR).body).toBe('3 bytes');
  expect(telemetry(0, bytes, Codec.JSON, FrameFlags.ENCRYPTED).body).toBe('end-to-end encrypted');
});
