import { describe, expect, it } from 'vitest';
import { TrackChoice, type Candidate } from '../../src/playback/track-choice';

const SECOND = 1_000_000;

function picture(track: number, seconds: number, more: Partial<Candidate> = {}): Candidate {
  return { track, timeMicros: seconds * SECOND, isSync: true, isSupported: true, group: 'main', ...more };
}

describe('TrackChoice', () => {
  it('shows the main stream and leaves out the sub stream between its pictures', () => {
    const choice = new TrackChoice();

    const shown = [picture(0, 0), picture(4, 0), picture(0, 1), picture(4, 1)].map((each) =>
      choice.shows(each),
    );

    expect(shown).toEqual([true, false, true, false]);
  });

  it('goes over to the main stream at its key frame when the sub stream came first', () => {
    const choice = new TrackChoice();

    const shown = [picture(4, 0), picture(0, 1, { isSync: false }), picture(0, 2), picture(4, 2)].map(
      (each) => choice.shows(each),
    );

    expect(shown).toEqual([true, false, true, false]);
    expect(choice.track).toBe(0);
  });

  it('shows the sub stream while the main one brings nothing, and goes back', () => {
    const choice = new TrackChoice();
    choice.shows(picture(0, 0));

    const shown = [picture(4, 2), picture(4, 4), picture(4, 5), picture(0, 6)].map((each) =>
      choice.shows(each),
    );

    expect(shown).toEqual([false, true, true, true]);
    expect(choice.track).toBe(0);
  });

  it('shows the sub stream where the browser cannot decode the main one', () => {
    const choice = new TrackChoice();
    const main = { isSupported: false };

    const shown = [picture(0, 0, main), picture(4, 0), picture(0, 1, main), picture(4, 1)].map((each) =>
      choice.shows(each),
    );

    expect(shown).toEqual([true, true, false, true]);
  });

  it('does not take another camera for a sub stream', () => {
    const choice = new TrackChoice();
    choice.shows(picture(0, 0));

    expect(choice.shows(picture(1, 9, { group: undefined }))).toBe(false);
    expect(choice.shows(picture(2, 9, { group: 'garden' }))).toBe(false);
  });

  it('waits for the main stream again after a seek', () => {
    const choice = new TrackChoice();
    choice.shows(picture(0, 0));
    choice.seek();

    expect(choice.shows(picture(4, 100))).toBe(false);
    expect(choice.shows(picture(0, 101))).toBe(true);
  });
});
