/**
 * Offsets and limits of the frame message: the twin of FrameLayout.java, checked by the same golden vectors.
 * All integers are big-endian. Source: the protocol's frame table.
 */
export const FrameLayout = {
  MAGIC: 0x4452,
  VERSION: 1,

  MAGIC_AT: 0,
  VERSION_AT: 2,
  TYPE_AT: 3,
  CONFIGURATION_AT: 4,
  FLAGS_AT: 5,
  TRACK_AT: 6,
  CODEC_AT: 7,
  DAY_AT: 8,
  RUN_AT: 10,
  COUNTER_AT: 12,
  TIME_AT: 16,
  COMPOSITION_OFFSET_AT: 24,
  DURATION_AT: 28,
  BODY_LENGTH_AT: 32,
  CRC_AT: 36,
  HEADER_LENGTH: 40,

  /** Largest body, 4 MiB. */
  MAX_BODY_LENGTH: 4 << 20,
} as const;

/** What a frame is; other numbers are types that this version does not know, and are skipped. */
export const FrameType = {
  VIDEO: 1,
  AUDIO: 2,
  TELEMETRY: 3,
  EVENT: 4,
  TEXT: 5,
  CONFIGURATION: 6,
  DATA: 7,
  END_OF_RUN: 8,
  GONE: 9,
} as const;

/** How a body is coded. */
export const Codec = {
  H264: 1,
  H265: 2,
  VP8: 3,
  VP9: 4,
  AV1: 5,
  AAC: 16,
  OPUS: 17,
  PCM_S16LE: 18,
  JSON: 32,
  CBOR: 33,
  BYTES: 34,
  UTF8_TEXT: 35,
} as const;

/** Bits of the byte at FLAGS_AT. */
export const FrameFlags = {
  SYNC: 1,
  DISCONTINUITY: 2,
  ENCRYPTED: 4,
  LAST_RUN_OF_DAY: 8,
} as const;
