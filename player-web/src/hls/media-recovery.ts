/** What to do about a decoder that failed. */
export type RecoveryStep = 'recover' | 'swap' | 'reload';

const AGAIN_MILLIS = 5_000;

/** The library's advice: recover; if that fails soon, try the other audio codec, too; then begin anew. */
export class MediaRecovery {
  private recoveredAt = -Infinity;
  private swappedAt = -Infinity;

  next(nowMillis: number): RecoveryStep {
    if (nowMillis - this.recoveredAt > AGAIN_MILLIS) {
      this.recoveredAt = nowMillis;
      return 'recover';
    }
    if (nowMillis - this.swappedAt > AGAIN_MILLIS) {
      this.swappedAt = nowMillis;
      return 'swap';
    }
    return 'reload';
  }
}
