import { clockTenths } from '../navigator/wording';
import {
  FramePlayback,
  playsInMediaSource,
  type Playback,
  type PlaybackListener,
  type PlaybackSource,
  type PlaybackState,
  type Timed,
  type Transport,
} from '../playback';
import { SECOND, type Micros } from '../protocol';
import type { Gap, Healed, Start } from '../timeline-client';
import { detailsOf, Rate } from './details';
import { icon } from './icons';
import { noticeOf, type Action, type Notice } from './notices';
import notices from './notice.css?inline';
import styles from './player.css?inline';
import { ViewingReporter } from './viewing-reporter';

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16] as const;
const IDLE_MILLIS = 3_000;
const TOAST_MILLIS = 4_000;
const HIDDEN_TICK_MILLIS = 250;
const FRAMES: Transport = { kind: 'frames' };

const button = (name: string, label: string, symbol: Parameters<typeof icon>[0], wide = false) =>
  `<button type="button" part="button ${name}" data-do="${name}" aria-label="${label}" title="${label}"${wide ? ' data-wide' : ''}>${icon(symbol)}</button>`;

const TEMPLATE = `
<style>${notices}${styles}</style>
<div part="stage" class="stage">
  <canvas part="picture" class="picture" width="16" height="9" role="img" aria-label="Picture of the camera"></canvas>
  <div class="skeleton" aria-hidden="true"></div>
  <p class="no-picture" part="no-picture">${icon('codec')}This stream has no picture, only values and events.</p>
  <div class="spinner" aria-hidden="true"></div>
  <div class="notice" part="notice" role="status" hidden></div>
  <dl class="details" part="details" hidden></dl>
  <div class="toast" part="toast" role="status"></div>
  <div class="controls" part="controls">
    ${button('back', 'Back 5 seconds (left arrow)', 'back')}
    ${button('play', 'Pause (space)', 'pause')}
    ${button('forward', 'Forward 5 seconds (right arrow)', 'forward')}
    <span class="time" part="time"></span>
    <select aria-label="Speed" part="speed">${SPEEDS.map((s) => `<option value="${s}"${s === 1 ? ' selected' : ''}>${s}×</option>`).join('')}</select>
    <span class="grow"></span>
    ${button('mute', 'Sound on (M)', 'muted')}
    ${button('snapshot', 'Save this picture (S)', 'snapshot', true)}
    ${button('info', 'Details (I)', 'info')}
    ${button('fullscreen', 'Full screen (F)', 'fullscreen')}
  </div>
</div>`;

/**
 * `<dayreel-player>`: picture and controls of one device. Tells of itself by the events `dr-state`, `dr-telemetry`,
 * `dr-event`, `dr-gap`, `dr-healed` and `dr-frame`; its state is also in the attribute `data-state`. The picture is a canvas (part `picture`)
 * that holds exactly the decoded pixels.
 */
export class PlayerElement extends HTMLElement {
  readonly picture: HTMLCanvasElement;
  /** Tells whether what is missing at a time is lost for good, as far as the page knows. */
  isLost: (time: Micros) => boolean = () => false;
  private readonly find: <E extends Element>(selector: string) => E;
  private readonly listener: PlaybackListener = {
    picture: (image, width, height) => this.draw(image, width, height),
    state: (state) => this.stateChanged(state),
    telemetry: (timed) => this.tell('dr-telemetry', timed),
    event: (timed) => this.tell('dr-event', timed),
    notice: (text) => this.say(text),
    gap: (gap) => this.tell('dr-gap', gap),
    healed: (healed) => this.tell('dr-healed', healed),
  };
  private playback: Playback | undefined;
  private reporter: ViewingReporter | undefined;
  private source: PlaybackSource | undefined;
  private notice: Notice | undefined;
  private readonly bitrate = new Rate();
  private frameRequest = 0;
  private hiddenTimer: number | undefined;
  private toastTimer: number | undefined;
  private active = performance.now();
  private frames = 0;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.innerHTML = TEMPLATE;
    this.find = <E extends Element>(selector: string) => root.querySelector(selector) as E;
    this.picture = this.find('canvas');
    this.find('.controls').addEventListener('click', (event) => {
      const pressed = (event.target as Element).closest('button')?.dataset['do'];
      if (pressed !== undefined) this.perform(pressed);
    });
    this.find<HTMLSelectElement>('select').addEventListener('change', (event) =>
      this.setRate(Number((event.target as HTMLSelectElement).value)),
    );
    this.find('.notice').addEventListener('click', (event) => {
      const index = (event.target as HTMLElement).closest('button')?.dataset['action'];
      const action = index === undefined ? undefined : this.notice?.actions[Number(index)];
      if (action !== undefined) this.carryOut(action.does);
    });
    for (const type of ['pointermove', 'pointerdown', 'keydown', 'focusin']) {
      this.addEventListener(type, () => (this.active = performance.now()));
    }
  }

  connectedCallback(): void {
    this.dataset['state'] ??= 'loading';
    const loop = () => {
      this.tick();
      this.frameRequest = requestAnimationFrame(loop);
    };
    this.frameRequest = requestAnimationFrame(loop);
    // Repaints stop in a hidden tab; pictures are then only kept from piling up.
    this.hiddenTimer = window.setInterval(() => document.hidden && this.playback?.tick(), HIDDEN_TICK_MILLIS);
  }

  disconnectedCallback(): void {
    cancelAnimationFrame(this.frameRequest);
    clearInterval(this.hiddenTimer);
    this.stop();
  }

  /** Watches a device; what was watched before is closed. */
  watch(source: PlaybackSource, start: Start = { kind: 'live' }, transport: Transport = FRAMES): void {
    this.stop();
    this.source = source;
    this.frames = 0;
    this.dataset['state'] = 'loading';
    this.reporter = new ViewingReporter(source);
    if (transport.kind === 'hls') void this.playHls(source, start, transport.why);
    else this.begin(new FramePlayback(source, this.listener, start), 'websocket');
  }

  /** Loaded when it is needed only. */
  private async playHls(source: PlaybackSource, start: Start, why: string): Promise<void> {
    const { HlsPlayback } = await import('../hls');
    if (source !== this.source) return;
    this.begin(new HlsPlayback(source, this.listener, start, this.find('.stage'), why), 'hls');
  }

  private begin(playback: Playback, protocol: 'websocket' | 'hls'): void {
    this.playback = playback;
    this.reporter?.over(protocol);
    this.showMute(playback.sound.muted);
  }

  /** The page's decoder lacks the codec; the browser's own player may have it. */
  private fallBack(codec: string): boolean {
    const { playback, source } = this;
    if (!(playback instanceof FramePlayback) || source === undefined || !playsInMediaSource(codec))
      return false;
    const { isLive, time } = playback;
    this.playback = undefined;
    playback.close();
    const start: Start = isLive || time === undefined ? { kind: 'live' } : { kind: 'time', time };
    void this.playHls(source, start, `this browser decodes no ${codec} for pages`);
    return true;
  }

  /** Closes the connection and forgets the picture. */
  stop(): void {
    this.reporter?.close();
    this.reporter = undefined;
    this.source = undefined;
    this.playback?.close();
    this.playback = undefined;
    delete this.dataset['picture'];
    delete this.dataset['dimmed'];
    this.showNotice(undefined);
  }

  /** What is being played, for reading its times and states. */
  get playing(): Playback | undefined {
    return this.playback;
  }

  /** Pictures drawn since the device was opened. */
  get framesShown(): number {
    return this.frames;
  }

  /** Bits per second that arrived lately. */
  get bitsPerSecond(): number {
    return this.bitrate.perSecond * 8;
  }

  seek(time: Micros): void {
    this.playback?.seek(time);
  }

  /** Seeks by a distance from where the playhead is. */
  skip(distance: Micros): void {
    const time = this.playback?.time;
    if (time !== undefined) this.playback?.seek(time + distance);
  }

  goLive(): void {
    this.playback?.goLive();
    this.find<HTMLSelectElement>('select').value = '1';
  }

  togglePlay(): void {
    const { playback } = this;
    if (playback === undefined) return;
    const idle = playback.isPaused || ['ended', 'hole', 'no-recording'].includes(playback.current.kind);
    if (idle) playback.play();
    else playback.pause();
  }

  setRate(rate: number): void {
    if (rate > 1 && this.playback?.isLive) this.say('Live has no future to hurry to: look back first');
    else this.playback?.setRate(rate);
    this.find<HTMLSelectElement>('select').value = String(this.playback?.rate ?? 1);
  }

  /** Does what a button or key stands for. */
  perform(name: string): void {
    switch (name) {
      case 'play':
        this.togglePlay();
        break;
      case 'back':
        this.skip(-5 * SECOND);
        break;
      case 'forward':
        this.skip(5 * SECOND);
        break;
      case 'step':
        this.playback?.step();
        break;
      case 'step-back':
        this.stepBack();
        break;
      case 'mute':
        void this.toggleMute();
        break;
      case 'snapshot':
        this.snapshot();
        break;
      case 'info':
        this.find<HTMLElement>('.details').toggleAttribute('hidden');
        break;
      case 'fullscreen':
        if (document.fullscreenElement === null) void this.requestFullscreen();
        else void document.exitFullscreen();
        break;
    }
  }

  /** Says something in passing. */
  say(text: string): void {
    const toast = this.find<HTMLElement>('.toast');
    toast.textContent = text;
    toast.classList.add('shown');
    clearTimeout(this.toastTimer);
    this.toastTimer = window.setTimeout(() => toast.classList.remove('shown'), TOAST_MILLIS);
  }

  private stepBack(): void {
    const shown = this.playback?.shown;
    if (shown === undefined) return;
    this.playback?.pause();
    this.playback?.seek(shown.time - 1);
  }

  private async toggleMute(): Promise<void> {
    const sound = this.playback?.sound;
    if (sound === undefined) return;
    if (sound.muted) await sound.unmute();
    else sound.mute();
    this.showMute(sound.muted);
    if (!sound.muted && !sound.present) this.say('This camera sends no sound');
  }

  private showMute(muted: boolean): void {
    const mute = this.find<HTMLElement>('[data-do=mute]');
    mute.innerHTML = icon(muted ? 'muted' : 'sound');
    mute.setAttribute('aria-label', muted ? 'Sound on (M)' : 'Sound off (M)');
  }

  private snapshot(): void {
    const shown = this.playback?.shown;
    if (shown === undefined) return;
    const name = `${this.source?.device ?? 'dayreel'}-${new Date(shown.time / 1000).toISOString().replace(/:/g, '-')}.png`;
    this.picture.toBlob((blob) => {
      if (blob === null) return;
      const link = document.createElement('a');
      link.href = URL.createObjectURL(blob);
      link.download = name;
      link.click();
      URL.revokeObjectURL(link.href);
    });
  }

  private carryOut(action: Action): void {
    if (action.kind === 'seek') this.seek(action.time);
    else if (action.kind === 'live') this.goLive();
    else this.playback?.retry();
  }

  private draw(image: CanvasImageSource, width: number, height: number): void {
    const { picture } = this;
    if (picture.width !== width || picture.height !== height) {
      picture.width = width;
      picture.height = height;
    }
    picture.getContext('2d', { alpha: false })?.drawImage(image, 0, 0, width, height);
    this.dataset['picture'] = '';
    this.reporter?.pictureShown();
    this.frames++;
    this.tell('dr-frame', undefined);
  }

  private stateChanged(state: PlaybackState): void {
    if (state.kind === 'unsupported' && state.codec !== undefined && this.fallBack(state.codec)) return;
    this.reporter?.state(state.kind);
    this.dataset['state'] = state.kind;
    this.toggleAttribute(
      'data-dimmed',
      ['silent', 'hole', 'no-recording', 'unsupported', 'error'].includes(state.kind),
    );
    this.refreshNotice(state);
    this.tell('dr-state', state);
  }

  private tick(): void {
    const { playback } = this;
    if (playback === undefined) return;
    playback.tick();
    this.bitrate.add(playback.details.bytes);
    const { time } = playback;
    const words = time === undefined ? '--:--:--' : clockTenths(time);
    const label = this.find<HTMLElement>('.time');
    if (label.textContent !== words) label.textContent = words;
    const waits = ['hole', 'no-recording', 'ended'].includes(playback.current.kind);
    this.showPlayButton(playback.isPaused || waits);
    this.toggleAttribute('data-no-picture', playback.isWithoutPicture);
    this.toggleAttribute('data-idle', !playback.isPaused && performance.now() - this.active > IDLE_MILLIS);
    if (['silent', 'hole'].includes(playback.current.kind)) this.refreshNotice(playback.current);
    const details = this.find<HTMLElement>('.details');
    if (!details.hidden) details.innerHTML = detailsOf(playback, this.bitsPerSecond, this.picture);
  }

  private showPlayButton(paused: boolean): void {
    const play = this.find<HTMLElement>('[data-do=play]');
    const label = paused ? 'Play (space)' : 'Pause (space)';
    if (play.getAttribute('aria-label') === label) return;
    play.setAttribute('aria-label', label);
    play.title = label;
    play.innerHTML = icon(paused ? 'play' : 'pause');
  }

  private refreshNotice(state: PlaybackState): void {
    const now = this.playback?.serverNow ?? Date.now() * 1000;
    const lost = state.kind === 'hole' && this.isLost(state.hole.asked);
    const told = lost ? { ...state, hole: { ...state.hole, reason: 'lost' } } : state;
    this.showNotice(noticeOf(told, now, 'picture' in this.dataset));
  }

  private showNotice(notice: Notice | undefined): void {
    if (JSON.stringify(notice) === JSON.stringify(this.notice)) return;
    this.notice = notice;
    const place = this.find<HTMLElement>('.notice');
    place.hidden = notice === undefined;
    if (notice === undefined) {
      place.replaceChildren();
      return;
    }
    place.className = `notice ${notice.shape}`;
    const title = Object.assign(document.createElement('h2'), { textContent: notice.title });
    const text = Object.assign(document.createElement('p'), { textContent: notice.text });
    const symbol = Object.assign(document.createElement('span'), {
      className: 'icon',
      innerHTML: icon(notice.icon),
    });
    const actions = Object.assign(document.createElement('div'), { className: 'actions' });
    actions.append(
      ...notice.actions.map(({ label, says }, index) => {
        const action = Object.assign(document.createElement('button'), {
          type: 'button',
          className: 'action',
        });
        action.textContent = label;
        if (says !== undefined) action.setAttribute('aria-label', says);
        action.dataset['action'] = String(index);
        return action;
      }),
    );
    place.replaceChildren(symbol, title, text, actions);
  }

  private tell(type: string, detail: PlaybackState | Timed | Gap | Healed | undefined): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
