import { dayName, parseConfiguration, type Configuration, type FrameView } from '../protocol';

/** A configuration and whether the browser can decode it; `checking` until the browser answered. */
export interface KnownFormat<C> {
  readonly configuration: Configuration;
  readonly decoder: C;
  support: 'checking' | 'supported' | 'unsupported';
}

/** Formats that need their codec record for decoding; for the others it holds nothing that the frames do not say. */
const NEEDS_RECORD = /^(avc[13]|hvc1|hev1|mp4a)/;

/** How a browser's decoder is to be set up for video. */
export function videoDecoderConfig({ format, record }: Configuration): VideoDecoderConfig {
  const codec = format.codec ?? '';
  return {
    codec,
    ...(format.width && format.height ? { codedWidth: format.width, codedHeight: format.height } : {}),
    ...(NEEDS_RECORD.test(codec) && record.length > 0 ? { description: record } : {}),
  };
}

/** How a browser's decoder is to be set up for audio. */
export function audioDecoderConfig({ format, record }: Configuration): AudioDecoderConfig {
  const codec = format.codec ?? '';
  return {
    codec,
    sampleRate: format.sampleRate ?? 48_000,
    numberOfChannels: format.channels ?? 1,
    ...(NEEDS_RECORD.test(codec) && record.length > 0 ? { description: record } : {}),
  };
}

/**
 * The numbered configurations of one kind of track, by day, run, track and number. Bounded: the oldest is forgotten
 * beyond 64, far more than one screenful of footage uses.
 */
export class Formats<C> {
  private readonly known = new Map<string, KnownFormat<C>>();

  constructor(
    private readonly decoderConfig: (configuration: Configuration) => C,
    private readonly isSupported: (config: C) => Promise<boolean>,
    private readonly answered: () => void,
  ) {}

  /** From a configuration frame; one that cannot be read is left out. */
  addFrame(frame: FrameView): void {
    try {
      const configuration = parseConfiguration(frame.body);
      this.add(dayName(frame.day), frame.run, frame.track, frame.configuration, configuration);
    } catch {
      // The frames that need it will find no configuration, which is said to the viewer.
    }
  }

  add(day: string, run: number, track: number, number: number, configuration: Configuration): void {
    const key = `${day}/${run}/${track}/${number}`;
    if (this.known.has(key)) return;
    const known: KnownFormat<C> = {
      configuration,
      decoder: this.decoderConfig(configuration),
      support: 'checking',
    };
    this.known.set(key, known);
    if (this.known.size > 64) this.known.delete(this.known.keys().next().value as string);
    this.isSupported(known.decoder)
      .catch(() => false)
      .then((supported) => {
        known.support = supported ? 'supported' : 'unsupported';
        this.answered();
      });
  }

  of(frame: FrameView): KnownFormat<C> | undefined {
    return this.known.get(`${dayName(frame.day)}/${frame.run}/${frame.track}/${frame.configuration}`);
  }
}
