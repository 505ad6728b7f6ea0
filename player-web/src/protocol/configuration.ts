import { FrameError } from './frame-view';

/** What a decoder must know of a track: the JSON part of a configuration frame. */
export interface TrackFormat {
  /** RFC 6381 codec string, e.g. `avc1.64001f`. */
  readonly codec: string;
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
 * @throws FrameError if the length does not fit, the JSON cannot be read or names no codec
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
  let format: unknown;
  try {
    format = JSON.parse(new TextDecoder().decode(body.subarray(2, 2 + length)));
  } catch {
    throw new FrameError('body', 2, 'the configuration is not JSON');
  }
  if (!isFormat(format)) {
    throw new FrameError('body', 2, 'the configuration names no codec');
  }
  return { format, record: body.subarray(2 + length) };
}

function isFormat(value: unknown): value is TrackFormat {
  return typeof value === 'object' && value !== null && typeof (value as TrackFormat).codec === 'string';
}
