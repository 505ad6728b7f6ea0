import { crc32c } from './crc32c';
import { FrameFlags, FrameLayout } from './frame-layout';

/** Which rule of the frame table some bytes break; the word is the field that a device would be told. */
export type FrameFault = 'length' | 'magic' | 'version' | 'crc' | 'body';

/** Bytes that are not a valid frame. The only error that reading frames throws for bad input. */
export class FrameError extends Error {
  constructor(
    readonly field: FrameFault,
    /** Offset in bytes of the frame at fault within what was read. */
    readonly at: number,
    message: string,
  ) {
    super(`${message} (at byte ${at})`);
    this.name = 'FrameError';
  }
}

/**
 * One frame message read in place: an immutable window over bytes, which must not change while it is in use.
 * The constructor checks magic, version and lengths, so that every getter is in bounds; the CRC is checked by
 * {@link hasValidCrc} alone. Times are µs since 1970-01-01 UTC, which a double holds exactly until the year 2255.
 */
export class FrameView {
  private readonly data: DataView;
  readonly bodyLength: number;

  /**
   * @param bytes what holds the frame
   * @param offset where the frame starts in it
   * @throws FrameError if the bytes from there on do not begin with a whole frame of this version
   */
  constructor(
    private readonly bytes: Uint8Array,
    /** Where the frame starts in what holds it. */
    readonly offset: number,
  ) {
    const available = bytes.length - offset;
    if (offset < 0 || available < FrameLayout.HEADER_LENGTH) {
      throw new FrameError('length', offset, `a frame header takes 40 bytes, there are ${available}`);
    }
    this.data = new DataView(bytes.buffer, bytes.byteOffset + offset, available);
    const magic = this.data.getUint16(FrameLayout.MAGIC_AT);
    if (magic !== FrameLayout.MAGIC) {
      throw new FrameError('magic', offset, `magic must be 0x4452 but is 0x${magic.toString(16)}`);
    }
    const version = this.data.getUint8(FrameLayout.VERSION_AT);
    if (version !== FrameLayout.VERSION) {
      throw new FrameError('version', offset, `version must be 1 but is ${version}`);
    }
    this.bodyLength = this.data.getUint32(FrameLayout.BODY_LENGTH_AT);
    if (this.bodyLength > FrameLayout.MAX_BODY_LENGTH) {
      throw new FrameError('length', offset, `body length must be at most 4194304 but is ${this.bodyLength}`);
    }
    if (available - FrameLayout.HEADER_LENGTH < this.bodyLength) {
      const there = available - FrameLayout.HEADER_LENGTH;
      throw new FrameError('length', offset, `the body takes ${this.bodyLength} bytes, there are ${there}`);
    }
  }

  /** Offset just behind the frame in what holds it. */
  get end(): number {
    return this.offset + FrameLayout.HEADER_LENGTH + this.bodyLength;
  }

  get type(): number {
    return this.data.getUint8(FrameLayout.TYPE_AT);
  }

  /** Number of the configuration that the frame needs. */
  get configuration(): number {
    return this.data.getUint8(FrameLayout.CONFIGURATION_AT);
  }

  get flags(): number {
    return this.data.getUint8(FrameLayout.FLAGS_AT);
  }

  get isSync(): boolean {
    return (this.flags & FrameFlags.SYNC) !== 0;
  }

  get isDiscontinuity(): boolean {
    return (this.flags & FrameFlags.DISCONTINUITY) !== 0;
  }

  get isEncrypted(): boolean {
    return (this.flags & FrameFlags.ENCRYPTED) !== 0;
  }

  get track(): number {
    return this.data.getUint8(FrameLayout.TRACK_AT);
  }

  get codec(): number {
    return this.data.getUint8(FrameLayout.CODEC_AT);
  }

  /** Days since 1970-01-01 UTC; 0 for uploads. */
  get day(): number {
    return this.data.getUint16(FrameLayout.DAY_AT);
  }

  get run(): number {
    return this.data.getUint16(FrameLayout.RUN_AT);
  }

  get counter(): number {
    return this.data.getUint32(FrameLayout.COUNTER_AT);
  }

  /** Decode time on the capture clock, µs. */
  get timeMicros(): number {
    return (
      this.data.getInt32(FrameLayout.TIME_AT) * 0x1_0000_0000 + this.data.getUint32(FrameLayout.TIME_AT + 4)
    );
  }

  get compositionOffsetMicros(): number {
    return this.data.getInt32(FrameLayout.COMPOSITION_OFFSET_AT);
  }

  /** When the frame is to be shown, µs. */
  get presentationMicros(): number {
    return this.timeMicros + this.compositionOffsetMicros;
  }

  /** A hint, µs; 0 unknown. */
  get durationMicros(): number {
    return this.data.getUint32(FrameLayout.DURATION_AT);
  }

  /** The stored CRC-32C, not checked. */
  get crc(): number {
    return this.data.getUint32(FrameLayout.CRC_AT);
  }

  /** Whether the CRC-32C over bytes 0–35 and the body is the stored one. */
  hasValidCrc(): boolean {
    const header = crc32c(this.bytes, this.offset, this.offset + FrameLayout.CRC_AT);
    return crc32c(this.bytes, this.offset + FrameLayout.HEADER_LENGTH, this.end, header) === this.crc;
  }

  /** The body without copying; shares the frame's bytes. */
  get body(): Uint8Array<ArrayBuffer> {
    const start = this.bytes.byteOffset + this.offset + FrameLayout.HEADER_LENGTH;
    return new Uint8Array(this.bytes.buffer as ArrayBuffer, start, this.bodyLength);
  }
}

/**
 * The frames of a message, one after the other. What comes before a broken frame is delivered.
 *
 * @throws FrameError where the bytes stop being whole frames with a good CRC
 */
export function* framesOf(message: Uint8Array): Generator<FrameView> {
  for (let at = 0; at < message.length;) {
    const frame = new FrameView(message, at);
    if (!frame.hasValidCrc()) {
      throw new FrameError('crc', at, `crc of frame ${frame.run}:${frame.counter} does not fit its bytes`);
    }
    yield frame;
    at = frame.end;
  }
}
