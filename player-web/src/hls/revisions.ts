import { headers, type Credential } from '../timeline-client';
import { newestAddress, revisionOf } from './addresses';

const EVERY_MILLIS = 20_000;
/** A hint that there is something new is followed at most this often. */
const HINT_MILLIS = 3_000;
const TIMEOUT_MILLIS = 10_000;

/**
 * Watches for a newer revision of a past media playlist: its address without one leads to the newest. Asks every 20 s,
 * and sooner when hinted; an answer that is no playlist changes nothing. Ends with {@link close}.
 */
export class Revisions {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking = false;
  private askedAt = -Infinity;
  private closed = false;

  /** @param newer called when there is another revision than the one that is played */
  constructor(
    private readonly playlist: string,
    private readonly credential: Credential,
    private readonly newer: () => void,
    private readonly fetcher: typeof fetch = (input, init) => fetch(input, init),
    private readonly now: () => number = () => performance.now(),
  ) {
    this.wait(EVERY_MILLIS);
  }

  /** There may be something new. */
  hint(): void {
    if (this.closed || this.asking) return;
    this.wait(Math.max(0, this.askedAt + HINT_MILLIS - this.now()));
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private wait(millis: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), millis);
  }

  private async ask(): Promise<void> {
    this.asking = true;
    this.askedAt = this.now();
    const newest = await this.newest().catch(() => undefined);
    this.asking = false;
    if (this.closed) return;
    if (newest !== undefined && newest !== revisionOf(this.playlist)) this.newer();
    else this.wait(EVERY_MILLIS);
  }

  private async newest(): Promise<string | undefined> {
    const answer = await this.fetcher(newestAddress(this.playlist), {
      method: 'HEAD',
      headers: headers(this.credential),
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    });
    return answer.ok ? revisionOf(answer.url) : undefined;
  }
}
