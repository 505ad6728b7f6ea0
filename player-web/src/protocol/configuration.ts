import { FrameError } from './frame-view';

/** What a decoder must know of a track: the JSON part of a configuration frame. */
export interface TrackFormat {
  /** RFC 6381 codec string, e.g. `avc1.64001f`; absent where there is nothing to decode, as for text. */
  readonly codec?: string;
  readonly width?: number;
  readonly height?: number;
  readonly sampleRate?: number;
  readonly channels?: number;
  readonly language?: string;
  readonly role?: string;
  readonly renditionGroup?: string;
}

/** A numbered configuration of a track: its format and the codec's own record (`avcC`, AudioSpecificConfig, …). */
export interface Configuration {
  readonly format: TrackFormat;
  /** Empty where the codec needs none. */
  readonly record: Uint8Array<ArrayBuffer>;
}

/**
 * Reads the body of a configuration frame: `u16 length · JSON · codec record`.
 *
 * @throws FrameError if the length does not fit or the JSON is no object
 */
export function parseConfiguration(body: Uint8Array<ArrayBuffer>): Configuration {
  if (body.length < 2) {
    throw new FrameError('body', 0, 'a configuration begins with its length in 2 bytes');
  }
  const length = ((body[0] as number) << 8) | (body[1] as number);
  if (length > body.length - 2) {
    throw new FrameError(
      'body',
      0,
      `the configuration's JSON takes ${length} bytes, there are ${body.length - 2}`,
    );
  }
  const record = body.subarray(2 + length);
  if (length === 0) return { format: {}, record };
  let format: unknown;
  try {
    format = JSON.parse(new TextDecoder().decode(body.subarray(2, 2 + length)));
  } catch {
    throw new FrameError('body', 0, 'the configuration is not JSON');
  }
  if (typeof format !== 'object' || format === null || Array.isArray(format)) {
    throw new FrameError('body', 0, 'the configuration is not a JSON object');
  }
  return { format, record };
}
