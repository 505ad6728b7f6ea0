import { SECOND, type Micros } from '../protocol';

/** A picture, as far as the choice of its track goes. */
export interface Candidate {
  readonly track: number;
  readonly timeMicros: Micros;
  readonly isSync: boolean;
  /** Whether the browser decodes it; undefined while that is not known. */
  readonly isSupported: boolean | undefined;
  /** The tracks of one group show the same in several qualities. */
  readonly group: string | undefined;
}

/** A track that brings nothing for so long has stopped. */
const PATIENCE = 3 * SECOND;

/**
 * Chooses which of a camera's video tracks is shown: the lowest, which is the main stream; another one of its group
 * while the lowest brings nothing or cannot be decoded. Changes over at key frames only.
 */
export class TrackChoice {
  private chosen: Candidate | undefined;
  private newest: Micros | undefined;

  /** The track that is shown. */
  get track(): number | undefined {
    return this.chosen?.track;
  }

  /** Times go on elsewhere. */
  seek(): void {
    this.newest = undefined;
  }

  /** Whether a picture is of the track that is shown, which may be its own from here on. */
  shows(picture: Candidate): boolean {
    const { chosen } = this;
    if (chosen === undefined || picture.track === chosen.track || this.isBetter(picture, chosen)) {
      this.chosen = picture;
      this.newest = picture.timeMicros;
      return true;
    }
    this.newest ??= picture.timeMicros;
    return false;
  }

  private isBetter(picture: Candidate, chosen: Candidate): boolean {
    if (!picture.isSync || picture.isSupported !== true) return false;
    if (picture.track < chosen.track) return true;
    if (picture.group === undefined || picture.group !== chosen.group) return false;
    return chosen.isSupported === false || picture.timeMicros - (this.newest ?? Infinity) > PATIENCE;
  }
}
