import type { PlaybackSource, PlaybackState } from '../playback';
import { headers, sign } from '../timeline-client';
import { ViewingMeter } from './viewing-meter';

const EVERY_MILLIS = 30_000;

/**
 * Tells the server how a viewing goes: every half minute, and when the page is left or another device is opened. What
 * cannot be told is not told later; a server that does not want reports gets no more.
 */
export class ViewingReporter {
  private readonly meter = new ViewingMeter(() => performance.now());
  private readonly timer = window.setInterval(() => void this.post(), EVERY_MILLIS);
  private readonly leaving = () => void this.post();
  private protocol: 'websocket' | 'hls' = 'websocket';
  private isWanted = true;

  constructor(private readonly source: PlaybackSource) {
    window.addEventListener('pagehide', this.leaving);
  }

  over(protocol: 'websocket' | 'hls'): void {
    this.protocol = protocol;
  }

  pictureShown(): void {
    this.meter.pictureShown();
  }

  state(kind: PlaybackState['kind']): void {
    this.meter.state(kind);
  }

  close(): void {
    clearInterval(this.timer);
    window.removeEventListener('pagehide', this.leaving);
    void this.post();
  }

  private async post(): Promise<void> {
    const figures = this.meter.take();
    if (figures === undefined || !this.isWanted) return;
    const { base, device, credential, session } = this.source;
    const address = sign(new URL(`/v1/devices/${device}/viewer-reports`, base), credential);
    try {
      const answer = await fetch(address, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers(credential) },
        body: JSON.stringify({ session, protocol: this.protocol, ...figures }),
        keepalive: true,
      });
      if ([404, 405, 501].includes(answer.status)) this.isWanted = false;
    } catch {
      // The server is not there: playing shows it, and these figures are lost.
    }
  }
}
