import type { Playback } from '../playback';
import { SECOND } from '../protocol';

const WINDOW_MILLIS = 5_000;

/** Growth of a count per second over the last five seconds. */
export class Rate {
  private samples: { at: number; count: number }[] = [];

  add(count: number, at = performance.now()): void {
    const last = this.samples.at(-1);
    if (last !== undefined && count < last.count) this.samples = [];
    if (last !== undefined && at - last.at < 200) return;
    this.samples.push({ at, count });
    while (this.samples.length > 2 && at - (this.samples[0] as { at: number }).at > WINDOW_MILLIS)
      this.samples.shift();
  }

  get perSecond(): number {
    const first = this.samples[0];
    const last = this.samples.at(-1);
    if (first === undefined || last === undefined || last.at === first.at) return 0;
    return ((last.count - first.count) / (last.at - first.at)) * 1000;
  }
}

/** The details panel's rows as markup. */
export function detailsOf(playback: Playback, bitsPerSecond: number, picture: HTMLCanvasElement): string {
  const { codec, source, transport, leftOut } = playback.details;
  const { delay, shown } = playback;
  const rows: [string, string][] = [
    ['Capture to screen', playback.isLive && delay !== undefined ? seconds(delay) : 'looking back'],
    ['Source', source],
    ['Transport', transport],
    ['Codec', codec ?? 'none'],
    ['Picture', shown === undefined ? 'none' : `${picture.width} × ${picture.height}`],
    ['Bitrate', bits(bitsPerSecond)],
    ['Frame', shown?.counter === undefined ? '–' : `${shown.run}:${shown.counter}`],
    ['Left out', String(leftOut)],
  ];
  return rows.map(([name, value]) => `<dt>${name}</dt><dd>${escape(value)}</dd>`).join('');
}

function seconds(micros: number): string {
  return micros < 10 * SECOND ? `${Math.round(micros / 1000)} ms` : `${(micros / SECOND).toFixed(1)} s`;
}

function bits(perSecond: number): string {
  return perSecond >= 1e6
    ? `${(perSecond / 1e6).toFixed(1)} Mbit/s`
    : `${Math.round(perSecond / 1000)} kbit/s`;
}

function escape(text: string): string {
  return text.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
}
