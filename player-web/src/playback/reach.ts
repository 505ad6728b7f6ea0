import type { Micros } from '../protocol';
import type { Problem } from '../timeline-client';
import { PAGE_TICKS } from './media-clock';

/** Whether the server can be reached: since when not, what it said, and whether it refuses this viewer for good. */
export class Reach {
  lost:
    { readonly since: Micros; readonly attempt: number; readonly problem: Problem | undefined } | undefined;
  refused = false;

  reached(): void {
    this.lost = undefined;
  }

  /** An attempt failed; a later one without a reason keeps the last reason. */
  failed(attempt: number, problem: Problem | undefined): void {
    const since = this.lost?.since ?? PAGE_TICKS();
    this.lost = { since, attempt, problem: problem ?? this.lost?.problem };
  }
}
