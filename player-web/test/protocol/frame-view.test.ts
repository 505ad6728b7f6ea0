import { expect, test } from 'vitest';
import { Codec, FrameError, FrameFlags, framesOf, FrameType, FrameView } from '../../src/protocol';
import { buildFrame, concat } from '../frame-builder';

const FRAME = buildFrame({
  type: FrameType.VIDEO,
  flags: FrameFlags.SYNC | FrameFlags.DISCONTINUITY,
  configuration: 3,
  track: 200,
  codec: Codec.H264,
  day: 20_778,
  run: 43_199,
  counter: 4_000_000_000,
  time: 1_795_255_200_123_456,
  compositionOffset: -33_367,
  duration: 3_000_000_000,
  body: new Uint8Array([1, 2, 3]),
});

test('every field comes back as it was written, also behind other bytes', () => {
  const frame = new FrameView(concat(new Uint8Array(5), FRAME), 5);

  expect(frame.type).toBe(FrameType.VIDEO);
  expect([frame.isSync, frame.isDiscontinuity, frame.isEncrypted]).toEqual([true, true, false]);
  expect([frame.configuration, frame.track, frame.codec]).toEqual([3, 200, Codec.H264]);
  expect([frame.day, frame.run, frame.counter]).toEqual([20_778, 43_199, 4_000_000_000]);
  expect(frame.timeMicros).toBe(1_795_255_200_123_456);
  expect(frame.presentationMicros).toBe(1_795_255_200_090_089);
  expect(frame.durationMicros).toBe(3_000_000_000);
  expect([...frame.body]).toEqual([1, 2, 3]);
  expect(frame.hasValidCrc()).toBe(true);
});

test('a time before 1970 keeps its sign', () => {
  const frame = new FrameView(buildFrame({ type: FrameType.TELEMETRY, time: -1 }), 0);

  expect(frame.timeMicros).toBe(-1);
});

test('a body is a window, not a copy', () => {
  const bytes = FRAME.slice();

  new FrameView(bytes, 0).body[0] = 9;

  expect(bytes[40]).toBe(9);
});

test('a message of several frames is read to its end', () => {
  const counters = [0, 1, 2].map((counter) => buildFrame({ type: FrameType.AUDIO, counter }));

  const read = [...framesOf(concat(...counters))].map((frame) => frame.counter);

  expect(read).toEqual([0, 1, 2]);
});

test('every cut and every flipped bit is refused, and nothing but FrameError is thrown', () => {
  for (let length = 1; length < FRAME.length; length++) {
    expect(() => [...framesOf(FRAME.slice(0, length))]).toThrow(FrameError);
  }
  for (let bit = 0; bit < FRAME.length * 8; bit++) {
    const flipped = FRAME.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
    expect(() => [...framesOf(flipped)]).toThrow(FrameError);
  }
});

test('an error names the field at fault', () => {
  const fieldOf = (bytes: Uint8Array) => {
    try {
      return [...framesOf(bytes)].length;
    } catch (error) {
      return (error as FrameError).field;
    }
  };
  const withByte = (at: number, value: number) => {
    const bytes = FRAME.slice();
    bytes[at] = value;
    return bytes;
  };

  expect(fieldOf(withByte(0, 0))).toBe('magic');
  expect(fieldOf(withByte(2, 2))).toBe('version');
  expect(fieldOf(withByte(32, 1))).toBe('length');
  expect(fieldOf(withByte(41, 9))).toBe('crc');
});
