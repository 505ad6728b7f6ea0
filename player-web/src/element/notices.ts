import type { Hole, PlaybackState } from '../playback';
import { behind, clockSeconds, date } from '../navigator/wording';
import type { Micros } from '../protocol';
import type { IconName } from './icons';

/** What a button of a notice does; the player carries it out. */
export type Action =
  { readonly kind: 'seek'; readonly time: Micros } | { readonly kind: 'live' } | { readonly kind: 'retry' };

/** A state in words, with what can be done about it. */
export interface Notice {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  readonly actions: readonly {
    readonly label: string;
    /** What a screen reader says instead, where the label is short. */
    readonly says?: string;
    readonly does: Action;
  }[];
  /** A card stands over the greyed picture, a ribbon above the picture that stays good. */
  readonly shape: 'card' | 'ribbon';
}

const LAST_STRETCH: Micros = 30_000_000;
const ONE_PICTURE: Micros = 1;

/** The notice of a state, or undefined where the picture speaks for itself. */
export function noticeOf(state: PlaybackState, now: Micros, hasPicture: boolean): Notice | undefined {
  switch (state.kind) {
    case 'silent':
      return silent(state.since, now);
    case 'hole':
      return hole(state.hole, 'hole');
    case 'no-recording':
      return hole(state.hole, 'no-recording');
    case 'unsupported':
      return {
        icon: 'codec',
        title: 'This browser cannot play the picture',
        text: `It is coded as ${state.what}. ${whatPlays(state.what)} Nothing is lost: the recording stays as it is.`,
        actions: [],
        shape: 'card',
      };
    case 'reconnecting':
      return {
        icon: 'retry',
        title: 'Reconnecting…',
        text: `${state.detail}. Attempt ${Math.max(1, state.attempt)}.`,
        actions: [{ label: 'Try now', does: { kind: 'retry' } }],
        shape: hasPicture ? 'ribbon' : 'card',
      };
    case 'error':
      return {
        icon: 'warning',
        title: state.title,
        text: [state.detail, state.trace === undefined ? '' : `Trace ${state.trace}`]
          .filter(Boolean)
          .join(' · '),
        actions: [{ label: 'Try again', does: { kind: 'retry' } }],
        shape: 'card',
      };
    case 'ended':
      return {
        icon: 'end',
        title: 'The recording ends here',
        text: 'There is nothing later to show yet.',
        actions: [{ label: 'Go to live', does: { kind: 'live' } }],
        shape: 'card',
      };
    case 'loading':
    case 'playing':
    case 'paused':
    case 'buffering':
    case 'refused':
      return undefined;
  }
}

function silent(since: Micros | undefined, now: Micros): Notice {
  if (since === undefined) {
    return {
      icon: 'silent',
      title: 'Nothing received yet',
      text: 'The picture appears here as soon as the camera sends.',
      actions: [],
      shape: 'card',
    };
  }
  const day = now - since > 12 * 3_600_000_000 ? `${date(since)}, ` : '';
  return {
    icon: 'silent',
    title: 'The camera is silent',
    text: `Last picture at ${day}${clockSeconds(since)}, ${behind(now - since)} ago. Live goes on by itself.`,
    actions: [{ label: 'Play the last 30 s', does: { kind: 'seek', time: since - LAST_STRETCH } }],
    shape: 'card',
  };
}

function hole({ asked, before, after, reason }: Hole, kind: 'hole' | 'no-recording'): Notice {
  const actions: Notice['actions'][number][] = [];
  if (before !== undefined) {
    const time = clockSeconds(before);
    actions.push({
      label: `← ${time}`,
      says: `Last picture before, ${time}`,
      does: { kind: 'seek', time: before - ONE_PICTURE },
    });
  }
  if (after === undefined) {
    actions.push({ label: 'Go to live', does: { kind: 'live' } });
  } else {
    const time = clockSeconds(after);
    actions.push({
      label: `${time} →`,
      says: `First picture after, ${time}`,
      does: { kind: 'seek', time: after },
    });
  }
  const missing = kind === 'hole';
  const healing =
    reason === 'lost' || reason === 'gone' ? 'They are lost for good.' : 'They may still arrive.';
  return {
    icon: 'hole',
    title: missing
      ? `Pictures are missing at ${clockSeconds(asked)}`
      : `No recording at ${clockSeconds(asked)}`,
    text: missing
      ? `The camera took them, but they have not arrived. ${healing}`
      : 'The camera sent nothing for this time.',
    actions,
    shape: 'card',
  };
}

function whatPlays(codec: string): string {
  if (/^(hvc1|hev1)/.test(codec))
    return 'Safari, or Chrome and Edge on a machine with an HEVC decoder, play it.';
  if (/^av01/.test(codec)) return 'A current Chrome, Edge or Firefox plays it.';
  return 'Another browser may play it.';
}
