import type { NavigatorElement, PlayerElement } from '../element';
import type { Micros } from '../protocol';

/** Read-only view of the page for tests and for people at the console: `window.dayreel`. */
export interface DayreelState {
  /** Value of `data-state` of the page. */
  readonly state: string;
  readonly live: boolean;
  readonly paused: boolean;
  readonly rate: number;
  /** Capture time under the playhead, µs since 1970-01-01 UTC. */
  readonly time: Micros | null;
  /** The picture on screen: its capture time (µs), day number, run and counter. */
  readonly shown: {
    readonly time: Micros;
    readonly day: number;
    /** Undefined where the transport does not tell. */
    readonly run: number | undefined;
    readonly counter: number | undefined;
  } | null;
  /** From capture to screen of the picture on screen, µs. */
  readonly delay: Micros | null;
  readonly framesShown: number;
  readonly leftOut: number;
  readonly source: string | null;
  readonly codec: string | null;
  /** The way the pictures come, in words: begins with `frames` or `HLS`. */
  readonly transport: string | null;
  /** The canvas that holds the decoded pixels. */
  readonly picture: HTMLCanvasElement;
  /** Capture time range (µs) of the timeline, and the x in CSS pixels of a time on it. */
  readonly timeline: {
    readonly from: Micros;
    readonly to: Micros;
    x(time: Micros): number;
    /** The holes drawn in it. */
    readonly holes: readonly { readonly from: Micros; readonly to: Micros; readonly lost: boolean }[];
  };
}

declare global {
  interface Window {
    readonly dayreel: DayreelState;
  }
}

/** Defines `window.dayreel`. */
export function exposeState(player: PlayerElement, navigator: NavigatorElement): void {
  const state: DayreelState = {
    get state() {
      return document.body.dataset['state'] ?? '';
    },
    get live() {
      return player.playing?.isLive ?? false;
    },
    get paused() {
      return player.playing?.isPaused ?? false;
    },
    get rate() {
      return player.playing?.rate ?? 1;
    },
    get time() {
      return player.playing?.time ?? null;
    },
    get shown() {
      return player.playing?.shown ?? null;
    },
    get delay() {
      return player.playing?.delay ?? null;
    },
    get framesShown() {
      return player.framesShown;
    },
    get leftOut() {
      return player.playing?.details.leftOut ?? 0;
    },
    get source() {
      return player.playing?.details.source ?? null;
    },
    get codec() {
      return player.playing?.details.codec ?? null;
    },
    get transport() {
      return player.playing?.details.transport ?? null;
    },
    picture: player.picture,
    get timeline() {
      const { from, to } = navigator.scale;
      return { from, to, x: (time: Micros) => navigator.scale.x(time), holes: navigator.holes };
    },
  };
  Object.defineProperty(window, 'dayreel', { value: Object.freeze(state), enumerable: true });
}
