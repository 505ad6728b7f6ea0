/**
 * Waiting times between attempts: doubling from half a second up to a cap, each drawn at random from the upper half of
 * its interval, so that viewers of a restarted server do not come back all at once.
 */
export class Backoff {
  private attempt = 0;

  constructor(
    private readonly random: () => number = Math.random,
    private readonly firstMillis = 500,
    private readonly capMillis = 15_000,
  ) {}

  /** Milliseconds to wait before the next attempt. */
  next(): number {
    const whole = Math.min(this.capMillis, this.firstMillis * 2 ** this.attempt);
    if (whole < this.capMillis) this.attempt++;
    return whole * (0.5 + this.random() / 2);
  }

  /** The connection held: the next failure begins anew. */
  reset(): void {
    this.attempt = 0;
  }
}
