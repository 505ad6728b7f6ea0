import { crc32c, FrameLayout } from '../src/protocol';

/** Header fields of a frame to build; what is left out is 0. */
export interface FrameFields {
  type: number;
  flags?: number;
  configuration?: number;
  track?: number;
  codec?: number;
  day?: number;
  run?: number;
  counter?: number;
  time?: number;
  compositionOffset?: number;
  duration?: number;
  body?: Uint8Array;
}

/** Writes one frame message, CRC included. */
export function buildFrame(fields: FrameFields): Uint8Array<ArrayBuffer> {
  const body = fields.body ?? new Uint8Array();
  const bytes = new Uint8Array(FrameLayout.HEADER_LENGTH + body.length);
  const data = new DataView(bytes.buffer);
  data.setUint16(FrameLayout.MAGIC_AT, FrameLayout.MAGIC);
  data.setUint8(FrameLayout.VERSION_AT, FrameLayout.VERSION);
  data.setUint8(FrameLayout.TYPE_AT, fields.type);
  data.setUint8(FrameLayout.CONFIGURATION_AT, fields.configuration ?? 0);
  data.setUint8(FrameLayout.FLAGS_AT, fields.flags ?? 0);
  data.setUint8(FrameLayout.TRACK_AT, fields.track ?? 0);
  data.setUint8(FrameLayout.CODEC_AT, fields.codec ?? 0);
  data.setUint16(FrameLayout.DAY_AT, fields.day ?? 0);
  data.setUint16(FrameLayout.RUN_AT, fields.run ?? 0);
  data.setUint32(FrameLayout.COUNTER_AT, fields.counter ?? 0);
  data.setBigInt64(FrameLayout.TIME_AT, BigInt(fields.time ?? 0));
  data.setInt32(FrameLayout.COMPOSITION_OFFSET_AT, fields.compositionOffset ?? 0);
  data.setUint32(FrameLayout.DURATION_AT, fields.duration ?? 0);
  data.setUint32(FrameLayout.BODY_LENGTH_AT, body.length);
  bytes.set(body, FrameLayout.HEADER_LENGTH);
  const header = crc32c(bytes, 0, FrameLayout.CRC_AT);
  data.setUint32(FrameLayout.CRC_AT, crc32c(body, 0, body.length, header));
  return bytes;
}

/** Messages back to back. */
export function concat(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Body of a configuration frame. */
export function configurationBody(
  format: object,
  record: Uint8Array = new Uint8Array(),
): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(format));
  return concat(new Uint8Array([json.length >> 8, json.length & 0xff]), json, record);
}
