import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FrameError, framesOf, FrameView, parseConfiguration } from '../../src/protocol';

const GOLDEN = new URL('../../../libs/frame-protocol/src/test/resources/golden/', import.meta.url);

interface GoldenFrame {
  offset: number;
  length: number;
  typeCode: number;
  codecCode: number;
  configuration: number;
  flags: number;
  sync: boolean;
  track: number;
  day: number;
  run: number;
  counter: number;
  timeMicros: string;
  compositionOffsetMicros: number;
  durationMicros: number;
  crc: number;
  body: string;
}

interface Golden {
  valid: boolean;
  frame?: GoldenFrame;
  frames?: GoldenFrame[];
  json?: string;
  codecRecord?: string;
  error?: { reason: string; field: string; at: number };
}

/** Names, bytes and meanings of a folder of vectors. */
function vectors(folder: string): [string, Uint8Array<ArrayBuffer>, Golden][] {
  const names = readdirSync(new URL(folder, GOLDEN)).filter((name) => name.endsWith('.json'));
  return names.map((name) => {
    const at = new URL(`${folder}${name}`, GOLDEN);
    const bytes = Uint8Array.from(readFileSync(new URL(at.href.replace(/json$/, 'bin'))));
    return [name, bytes, JSON.parse(readFileSync(at, 'utf8')) as Golden];
  });
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function asGolden(frame: FrameView): Omit<GoldenFrame, 'timeMicros' | 'offset'> & { timeMicros: number } {
  return {
    length: frame.end - frame.offset,
    typeCode: frame.type,
    codecCode: frame.codec,
    configuration: frame.configuration,
    flags: frame.flags,
    sync: frame.isSync,
    track: frame.track,
    day: frame.day,
    run: frame.run,
    counter: frame.counter,
    timeMicros: frame.timeMicros,
    compositionOffsetMicros: frame.compositionOffsetMicros,
    durationMicros: frame.durationMicros,
    crc: frame.crc,
    body: hex(frame.body),
  };
}

function expectFrame(frame: FrameView, golden: GoldenFrame): void {
  // A double rounds the two vectors at the ends of i64, as it does everywhere here beyond the year 2255.
  expect({ offset: frame.offset, ...asGolden(frame), timeMicros: BigInt(frame.timeMicros) }).toMatchObject({
    offset: golden.offset,
    length: golden.length,
    typeCode: golden.typeCode,
    codecCode: golden.codecCode,
    configuration: golden.configuration,
    flags: golden.flags,
    sync: golden.sync,
    track: golden.track,
    day: golden.day,
    run: golden.run,
    counter: golden.counter,
    timeMicros: BigInt(Number(golden.timeMicros)),
    compositionOffsetMicros: golden.compositionOffsetMicros,
    durationMicros: golden.durationMicros,
    crc: golden.crc >>> 0,
    body: golden.body,
  });
}

/** What reading throws, as the vectors have it. */
function faultOf(read: () => void): { field: string; at: number } | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(FrameError);
    const { field, at } = error as FrameError;
    return { field, at };
  }
}

describe('golden frames', () => {
  test.each(vectors('frames/'))('%s', (_, bytes, golden) => {
    const fault = faultOf(() => {
      const frame = new FrameView(bytes, 0);
      if (!frame.hasValidCrc()) throw new FrameError('crc', 0, 'crc');
      expectFrame(frame, golden.frame as GoldenFrame);
    });

    expect(fault).toEqual(golden.error && { field: golden.error.field, at: golden.error.at });
  });
});

describe('golden messages', () => {
  // That a message holds one stream alone is a rule for devices; what a viewer gets is sorted by the server.
  const forViewers = vectors('messages/').filter(
    ([name]) => !name.startsWith('mixed') && name !== 'empty.json',
  );

  test.each(forViewers)('%s', (_, bytes, golden) => {
    const read: FrameView[] = [];
    const fault = faultOf(() => {
      for (const frame of framesOf(bytes)) read.push(frame);
    });

    expect(fault).toEqual(golden.error && { field: golden.error.field, at: golden.error.at });
    expect(read.length).toBe(golden.frames?.length);
    read.forEach((frame, i) => expectFrame(frame, (golden.frames as GoldenFrame[])[i] as GoldenFrame));
  });
});

describe('golden configurations', () => {
  test.each(vectors('configurations/'))('%s', (_, bytes, golden) => {
    const fault = faultOf(() => {
      const { format, record } = parseConfiguration(bytes);
      expect(format).toEqual(JSON.parse(golden.json === '' ? '{}' : (golden.json as string)));
      expect(hex(record)).toBe(golden.codecRecord);
    });

    expect(fault).toEqual(golden.error && { field: golden.error.field, at: golden.error.at });
  });
});
