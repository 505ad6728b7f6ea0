import { SECOND, type Micros } from '../protocol';
import type { Problem } from '../timeline-client';
import type { Hole, PlaybackState, Unsupported } from './states';

/** Without frames for so long, a camera that was live is silent. */
const SILENT: Micros = 4 * SECOND;
/** The same for a stream without pictures, whose samples may be far apart. */
const SPARSE_SILENT: Micros = 40 * SECOND;
/** So long after a question the server has given its answer. */
export const NO_ANSWER: Micros = 1.5 * SECOND;
/** What is this old when it arrives is a last picture, not a live one. */
const LONG_AGO: Micros = 15 * SECOND;
/** A pause shorter than this is not worth a word. */
export const STALLED: Micros = 0.5 * SECOND;
const UNREACHED: Micros = 1 * SECOND;
const LOADING: Micros = 0.15 * SECOND;

/** What the state follows from. Times without a word are of the page's ticks. */
export interface Facts {
  readonly now: Micros;
  readonly refused: boolean;
  readonly lost:
    { readonly since: Micros; readonly attempt: number; readonly problem: Problem | undefined } | undefined;
  readonly unsupported: Unsupported | undefined;
  readonly hole: Hole | undefined;
  readonly live: boolean;
  readonly paused: boolean;
  /** Since when a position is being looked for. */
  readonly seekingSince: Micros | undefined;
  /** Whether the last picture of a silent camera was fetched and stands on screen. */
  readonly lastPictureOnly: boolean;
  readonly hasPicture: boolean;
  /** Whether the stream has no pictures. */
  readonly isSparse: boolean;
  readonly hasInfo: boolean;
  /** When frames last arrived, or the position was taken. */
  readonly heard: Micros;
  /** Since when there is nothing to show next. */
  readonly drySince: Micros | undefined;
  readonly ended: boolean;
  /** Newest capture time known to be recorded, and its age by the server's clock. */
  readonly edge: Micros | undefined;
  readonly edgeAge: Micros;
  readonly previous: PlaybackState;
}

/** The one state that the viewer is shown. */
export function stateOf(facts: Facts): PlaybackState {
  const { now, lost, hole, previous } = facts;
  if (facts.refused) return { kind: 'refused' };
  if (lost !== undefined && now - lost.since > UNREACHED) return unreached(lost.attempt, lost.problem);
  if (facts.unsupported !== undefined) return { kind: 'unsupported', ...facts.unsupported };
  if (hole !== undefined) return { kind: hole.reason === 'missing' ? 'hole' : 'no-recording', hole };
  if (isSilent(facts)) return { kind: 'silent', since: facts.edge };
  if (facts.seekingSince !== undefined) {
    return now - facts.seekingSince > LOADING || !facts.hasPicture ? { kind: 'loading' } : previous;
  }
  if (facts.ended && facts.drySince !== undefined) return { kind: 'ended' };
  if (facts.paused) return { kind: 'paused' };
  if (facts.drySince !== undefined && !facts.isSparse)
    return now - facts.drySince > STALLED ? { kind: 'buffering' } : previous;
  return { kind: 'playing' };
}

function isSilent(facts: Facts): boolean {
  if (!facts.live || !facts.hasInfo) return false;
  const isSeeking = facts.seekingSince !== undefined;
  const patience = isSeeking ? NO_ANSWER : facts.isSparse ? SPARSE_SILENT : SILENT;
  const isOld = facts.drySince !== undefined && facts.edge !== undefined && facts.edgeAge > LONG_AGO;
  return facts.now - facts.heard > patience || (isOld && !facts.isSparse) || facts.lastPictureOnly;
}

function unreached(attempt: number, problem: Problem | undefined): PlaybackState {
  if (problem !== undefined && problem.status >= 400) {
    return { kind: 'error', title: problem.title, detail: problem.detail, trace: problem.trace };
  }
  return { kind: 'reconnecting', attempt, detail: problem?.title ?? 'The connection was lost' };
}
