import { HEIGHT, KEY_EVERY, PICTURE_MICROS, WIDTH, type Footage } from './footage';
import { concat } from '../test/frame-builder';
import type { Micros } from '../src/protocol';

/** Length of a segment: one group of pictures. */
export const SEGMENT_MICROS: Micros = KEY_EVERY * PICTURE_MICROS;
const TIMESCALE = 1_000_000;
/** Not a difference to the picture before, or one. */
const KEY_SAMPLE = 0x02000000;
const OTHER_SAMPLE = 0x01010000;

const text = (word: string) => new TextEncoder().encode(word);

function u32(...values: number[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => bytes.setUint32(i * 4, value));
  return new Uint8Array(bytes.buffer);
}

function u16(...values: number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [value >> 8, value & 255]));
}

const zeros = (count: number) => new Uint8Array(count);

function box(type: string, ...parts: Uint8Array[]): Uint8Array {
  const body = concat(...parts);
  return concat(u32(body.length + 8), text(type), body);
}

const MATRIX = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

/** Initialization segment of the footage's video. */
export function initSegment(footage: Footage): Uint8Array {
  const size = u16(WIDTH, HEIGHT);
  const entry = box(
    'avc1',
    zeros(6),
    u16(1),
    zeros(16),
    size,
    u32(0x480000, 0x480000, 0),
    u16(1),
    zeros(32),
    u16(24, 0xffff),
    box('avcC', footage.record),
  );
  const tables = ['stts', 'stsc', 'stco'].map((table) => box(table, u32(0, 0)));
  const stbl = box('stbl', box('stsd', u32(0, 1), entry), ...tables, box('stsz', u32(0, 0, 0)));
  const dinf = box('dinf', box('dref', u32(0, 1), box('url ', u32(1))));
  const minf = box('minf', box('vmhd', u32(1, 0, 0)), dinf, stbl);
  const hdlr = box('hdlr', u32(0, 0), text('vide'), zeros(12), text('video\0'));
  const mdia = box('mdia', box('mdhd', u32(0, 0, 0, TIMESCALE, 0, 0x55c40000)), hdlr, minf);
  const tkhd = box('tkhd', u32(3, 0, 0, 1, 0, 0), zeros(16), MATRIX, u32(WIDTH << 16, HEIGHT << 16));
  const mvhd = box('mvhd', u32(0, 0, 0, TIMESCALE, 0, 0x10000, 0x01000000, 0, 0), MATRIX, zeros(24), u32(2));
  const mvex = box('mvex', box('trex', u32(0, 1, 1, 0, 0, 0)));
  return concat(
    box('ftyp', text('iso6'), u32(0), text('iso6cmfc')),
    box('moov', mvhd, box('trak', tkhd, mdia), mvex),
  );
}

/** The media segment that begins at a time; the time is a multiple of a segment's length. */
export function mediaSegment(footage: Footage, from: Micros): Uint8Array {
  const count = footage.pictures.length;
  const first = Math.floor(from / PICTURE_MICROS) % count;
  const pictures = Array.from({ length: KEY_EVERY }, (_, i) => footage.pictures[(first + i) % count]);
  const samples = pictures.map((picture) =>
    u32(PICTURE_MICROS, picture?.data.length ?? 0, picture?.key === true ? KEY_SAMPLE : OTHER_SAMPLE),
  );
  const moof = (offset: number) => {
    const trun = box('trun', u32(0x701, KEY_EVERY, offset), ...samples);
    const tfdt = box('tfdt', u32(0x01000000, Math.floor(from / 2 ** 32), from % 2 ** 32));
    return box(
      'moof',
      box('mfhd', u32(0, Math.floor(from / SEGMENT_MICROS) % 2 ** 31)),
      box('traf', box('tfhd', u32(0x020000, 1)), tfdt, trun),
    );
  };
  const length = moof(0).length;
  return concat(moof(length + 8), box('mdat', ...pictures.map((picture) => picture?.data ?? zeros(0))));
}
