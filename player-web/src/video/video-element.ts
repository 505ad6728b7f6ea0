import Hls, { ErrorDetails, Events, type ErrorData, type LevelDetails } from 'hls.js';
import fields from '../element/field.css?inline';
import { icon } from '../element/icons';
import notices from '../element/notice.css?inline';
import { playlistAddress } from '../hls/addresses';
import { configurationOf, isAbsence, isRefusal, recoverMedia } from '../hls/library';
import { MediaRecovery } from '../hls/media-recovery';
import { lengthInWords } from '../playback';
import { SECOND } from '../protocol';
import { Backoff, type Credential } from '../timeline-client';
import { Menu } from './menu';
import { levelNames } from './names';
import styles from './video.css?inline';

/** Whose video is watched, and what opens it. */
export interface VideoSource {
  readonly base: string;
  readonly video: string;
  readonly credential: Credential;
}

/** `waiting`: no part of the video can be watched yet. `failing`: the server does not answer; it is asked again. */
export type VideoState = 'loading' | 'playing' | 'waiting' | 'failing' | 'unsupported' | 'refused';

const ABSENT_AGAIN_MILLIS = 1_000;

const TEMPLATE = `
<style>${fields}${notices}${styles}</style>
<div part="stage" class="stage">
  <video part="video" controls playsinline></video>
  <div part="notice" class="notice card" role="status" hidden></div>
</div>
<div part="bar" class="bar">
  <label data-menu="quality">Quality <select part="quality" aria-label="Quality"></select></label>
  <label data-menu="sound">Sound <select part="sound" aria-label="Sound"></select></label>
  <label data-menu="captions">Captions <select part="captions" aria-label="Captions"></select></label>
  <span class="grow"></span>
  <span part="progress" class="progress" role="status"></span>
</div>`;

/**
 * `<dayreel-video>`: an uploaded video over HLS, with the browser's own controls and a choice of resolution, sound and
 * captions. Begins at the beginning, while the rest of the video arrives, too. Its state is in the attribute
 * `data-state`; `dr-refused` says that the credential does not open the video.
 */
export class VideoElement extends HTMLElement {
  private readonly video: HTMLVideoElement;
  private readonly notice: HTMLElement;
  private readonly progress: HTMLElement;
  private readonly quality: Menu;
  private readonly sound: Menu;
  private readonly captions: Menu;
  private readonly backoff = new Backoff();
  private readonly recovery = new MediaRecovery();
  private hls: Hls | undefined;
  private address = '';
  private timer: number | undefined;
  private isLoaded = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.innerHTML = TEMPLATE;
    this.video = root.querySelector('video') as HTMLVideoElement;
    this.notice = root.querySelector('.notice') as HTMLElement;
    this.progress = root.querySelector('.progress') as HTMLElement;
    this.quality = menuOf(root, 'quality', (index) => this.hls && (this.hls.nextLevel = index - 1));
    this.sound = menuOf(root, 'sound', (index) => this.hls && (this.hls.audioTrack = index));
    this.captions = menuOf(root, 'captions', (index) => this.hls && (this.hls.subtitleTrack = index - 1));
    this.video.addEventListener('playing', () => this.show('playing'));
  }

  disconnectedCallback(): void {
    this.stop();
  }

  /** Watches a video from its beginning; what was watched before is closed. */
  watch(source: VideoSource): void {
    this.stop();
    this.address = playlistAddress(source.base, source.video, { kind: 'video' }, source.credential);
    this.hls = new Hls({
      ...configurationOf(source.credential),
      // A video that still arrives is as a live stream to the library, which would begin at its end.
      startPosition: 0,
      lowLatencyMode: false,
    });
    this.listen(this.hls);
    this.hls.attachMedia(this.video);
    this.hls.loadSource(this.address);
    this.show('loading');
  }

  /** Closes the video and forgets its picture. */
  stop(): void {
    clearTimeout(this.timer);
    this.hls?.destroy();
    this.hls = undefined;
    this.isLoaded = false;
    this.backoff.reset();
    this.progress.textContent = '';
    for (const menu of [this.quality, this.sound, this.captions]) menu.fill([], -1);
    this.video.removeAttribute('src');
    this.video.load();
  }

  /** Goes forward or, below zero, back by seconds. */
  skip(seconds: number): void {
    const { currentTime, duration } = this.video;
    this.video.currentTime = Math.max(0, Math.min(currentTime + seconds, duration || 0));
  }

  /** Does what a key of the page stands for. */
  perform(name: string): void {
    if (name === 'play') {
      if (this.video.paused) this.play();
      else this.video.pause();
    } else if (name === 'mute') {
      this.video.muted = !this.video.muted;
    } else if (name === 'fullscreen') {
      if (document.fullscreenElement === null) void this.requestFullscreen();
      else void document.exitFullscreen();
    }
  }

  /** Browsers start nothing with sound on a page that nobody touched: then the viewer presses play. */
  private play(): void {
    void this.video.play().catch(() => this.show('playing'));
  }

  // ---- what the library tells -----------------------------------------------------------------------------------

  private listen(hls: Hls): void {
    hls.on(Events.MANIFEST_PARSED, () => {
      this.quality.fill(['Automatic', ...levelNames(hls.levels)], 0);
      this.play();
    });
    const showSounds = () =>
      this.sound.fill(
        hls.audioTracks.map(({ name }) => name),
        hls.audioTrack,
      );
    hls.on(Events.AUDIO_TRACKS_UPDATED, showSounds);
    hls.on(Events.AUDIO_TRACK_SWITCHED, showSounds);
    const showCaptions = () =>
      this.captions.fill(['None', ...hls.subtitleTracks.map(({ name }) => name)], hls.subtitleTrack + 1);
    hls.on(Events.SUBTITLE_TRACKS_UPDATED, showCaptions);
    hls.on(Events.SUBTITLE_TRACK_SWITCH, showCaptions);
    hls.on(Events.LEVEL_UPDATED, (_, { details }) => this.arrived(details));
    hls.on(Events.FRAG_LOADED, () => this.reached());
    hls.on(Events.ERROR, (_, error) => this.failed(hls, error));
  }

  private arrived(details: LevelDetails): void {
    this.isLoaded = true;
    this.reached();
    const length = lengthInWords(Math.round(details.totalduration) * SECOND);
    this.progress.textContent = details.live ? `Still arriving: ${length} so far` : '';
  }

  private reached(): void {
    this.backoff.reset();
    if (this.dataset['state'] === 'failing') this.show('playing');
  }

  private failed(hls: Hls, error: ErrorData): void {
    if (error.details === ErrorDetails.MANIFEST_INCOMPATIBLE_CODECS_ERROR) {
      this.show('unsupported');
    } else if (isRefusal(error)) {
      hls.stopLoad();
      this.show('refused');
      this.dispatchEvent(new CustomEvent('dr-refused', { bubbles: true, composed: true }));
    } else if (!this.isLoaded && isAbsence(error)) {
      this.show('waiting');
      this.again(hls, ABSENT_AGAIN_MILLIS);
    } else if (error.fatal && !recoverMedia(hls, error, this.recovery)) {
      this.show('failing');
      this.again(hls, this.backoff.next());
    }
  }

  private again(hls: Hls, millis: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (this.isLoaded) hls.startLoad(this.video.currentTime);
      else hls.loadSource(this.address);
    }, millis);
  }

  // ---- what is shown --------------------------------------------------------------------------------------------

  private show(state: VideoState): void {
    this.dataset['state'] = state;
    const words = NOTICES[state];
    this.notice.hidden = words === undefined;
    this.video.controls = words === undefined;
    this.notice.innerHTML =
      words === undefined ? '' : `<span class="icon">${icon(words.icon)}</span><h2></h2><p></p>`;
    if (words === undefined) return;
    (this.notice.querySelector('h2') as HTMLElement).textContent = words.title;
    (this.notice.querySelector('p') as HTMLElement).textContent = words.text;
  }
}

const NOTICES: Partial<
  Record<VideoState, { icon: Parameters<typeof icon>[0]; title: string; text: string }>
> = {
  waiting: {
    icon: 'silent',
    title: 'Nothing of this video can be watched yet',
    text: 'Its first part has not arrived, or there is no video of this name. It begins by itself when there is something.',
  },
  failing: { icon: 'warning', title: 'The server does not answer', text: 'It is asked again by itself.' },
  unsupported: {
    icon: 'codec',
    title: 'This browser cannot play the video',
    text: 'It has no decoder for its codec. Another browser, or an app that plays HLS or DASH, may have one.',
  },
};

function menuOf(root: ShadowRoot, name: string, chosen: (index: number) => void): Menu {
  const label = root.querySelector(`[data-menu=${name}]`) as HTMLElement;
  return new Menu(label, label.querySelector('select') as HTMLSelectElement, chosen);
}

/** Makes `<dayreel-video>` known to the document. */
export function defineVideoElement(): void {
  if (customElements.get('dayreel-video') === undefined) customElements.define('dayreel-video', VideoElement);
}

declare global {
  interface HTMLElementTagNameMap {
    'dayreel-video': VideoElement;
  }
}
