import {
  isShort,
  PAGE_TICKS,
  Reach,
  skippedInWords,
  stateOf,
  type Playback,
  type PlaybackDetails,
  type PlaybackListener,
  type PlaybackSource,
  type PlaybackState,
  type Shown,
  type Sound,
  type Unsupported,
} from '../playback';
import { DAY, SECOND, type Micros } from '../protocol';
import type { Start } from '../timeline-client';
import { Aim } from './aim';
import { stretchAround, type Stretch } from './addresses';
import { placeOf, timeAt, type Place } from './capture-times';
import { LastFrame } from './last-frame';
import { LiveJumps } from './live-jumps';
import { LoadedStretch } from './loaded-stretch';
import { Revisions } from './revisions';
import { LEAP, Rhythm } from './rhythm';
import { StandingHole } from './standing-hole';
import { StuckSeek } from './stuck-seek';
import { VideoSurface } from './video-surface';

/** What is older than this is not live any more. */
const LONG_AGO: Micros = 15 * SECOND;
const LIVE_AGAIN_MILLIS = 3_000;
/** After a seek the picture is drawn without being told of it: the browser keeps silent about one that it shows already. */
const SAME_PICTURE: Micros = 0.25 * SECOND;

/**
 * Plays over HLS what a browser cannot take as frames: the live playlist, and playlists of the past around the asked
 * times. Capture times come from the playlists. Moves to the newest revision of a past playlist by itself.
 */
export class HlsPlayback implements Playback {
  private readonly surface: VideoSurface;
  private readonly reach = new Reach();
  private readonly lastFrame: LastFrame;
  private loaded: LoadedStretch | undefined;
  private revisions: Revisions | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;
  private aim: Aim | undefined;
  private live: boolean;
  private paused = false;
  private speed = 1;
  private shownPicture: Shown | undefined;
  private hole: StandingHole | undefined;
  private unsupported: Unsupported | undefined;
  private readonly rhythm = new Rhythm();
  private began: Micros = PAGE_TICKS();
  private heard: Micros = PAGE_TICKS();
  private readonly jumps = new LiveJumps();
  private readonly stuck = new StuckSeek();
  private dry: Micros | undefined;
  private bytes = 0;
  private state: PlaybackState = { kind: 'loading' };

  /** @param why in words, why it is not frames */
  constructor(
    private readonly source: PlaybackSource,
    private readonly listener: PlaybackListener,
    start: Start,
    place: HTMLElement,
    private readonly why: string,
  ) {
    this.surface = new VideoSurface(place, this.rhythm, {
      picture: (mediaTime) => this.picture(mediaTime),
      ended: () => this.goOn(),
    });
    this.lastFrame = new LastFrame(source);
    this.live = start.kind === 'live';
    this.look(start.kind === 'live' ? Aim.live() : Aim.at(start.time));
  }

  get isLive() {
    return this.live;
  }

  get isPaused() {
    return this.paused;
  }

  get rate() {
    return this.speed;
  }

  get time(): Micros | undefined {
    if (this.hole !== undefined) return this.hole.asked;
    if (this.aim !== undefined || this.loaded === undefined) return this.aim?.time ?? this.shownPicture?.time;
    return timeAt(this.loaded.segments, this.surface.video.currentTime) ?? this.shownPicture?.time;
  }

  get shown(): Shown | undefined {
    return this.shownPicture;
  }

  get serverNow(): Micros {
    return Date.now() * 1000;
  }

  get liveEdge(): Micros | undefined {
    const end = this.loaded?.stretch.kind === 'live' ? this.loaded.end : undefined;
    const told = this.lastFrame.time;
    return end === undefined ? told : Math.max(end, told ?? end);
  }

  get delay(): Micros | undefined {
    return this.shownPicture === undefined ? undefined : this.serverNow - this.shownPicture.time;
  }

  get isWithoutPicture(): boolean {
    return !this.hasPictures && this.shownPicture === undefined && this.state.kind === 'playing';
  }

  get details(): PlaybackDetails {
    const quality = this.surface.video.getVideoPlaybackQuality?.();
    return {
      codec: this.loaded?.codec,
      source: this.loaded?.stretch.kind === 'past' ? 'archive' : this.live ? 'live' : 'buffer',
      transport: `HLS: ${this.why}`,
      bytes: this.bytes,
      leftOut: quality?.droppedVideoFrames ?? 0,
      recorded: undefined,
    };
  }

  get current(): PlaybackState {
    return this.state;
  }

  get sound(): Sound {
    return this.surface;
  }

  play(): void {
    this.paused = false;
    if (this.hole?.after !== undefined) {
      this.seek(this.hole.after);
    } else if (this.aim === undefined && this.loaded !== undefined && this.isBehindWindow()) {
      this.seek(this.shownPicture?.time ?? (this.time as Micros));
    } else if (this.hole === undefined) {
      this.surface.play();
    }
  }

  pause(): void {
    this.paused = true;
    this.setLive(false);
    this.surface.video.pause();
  }

  seek(time: Micros): void {
    const edge = this.liveEdge;
    if (edge !== undefined && time >= edge && !this.paused) {
      this.goLive();
      return;
    }
    this.setLive(false);
    this.look(Aim.at(time));
  }

  goLive(): void {
    this.paused = false;
    this.setRate(1);
    this.setLive(true);
    this.look(Aim.live());
  }

  step(): void {
    this.pause();
    if (this.aim !== undefined || this.hole !== undefined) return;
    const { video } = this.surface;
    const shown = this.shownPicture === undefined ? undefined : this.positionOf(this.shownPicture.time);
    video.currentTime = (shown ?? video.currentTime) + (1.5 * this.rhythm.spacing) / SECOND;
  }

  setRate(rate: number): void {
    if (rate === this.speed || (rate > 1 && this.live)) return;
    if (rate !== 1) this.setLive(false);
    this.speed = rate;
    this.applyRate();
  }

  retry(): void {
    this.reach.refused = false;
    this.loaded?.retry();
  }

  lookAgain(): void {
    this.revisions?.hint();
    if (this.hole !== undefined && this.loaded === undefined) this.look(Aim.at(this.hole.asked));
  }

  close(): void {
    this.unload();
    this.lastFrame.close();
    this.surface.close();
  }

  tick(): void {
    this.surface.tick();
    const ticks = PAGE_TICKS();
    this.showSamePicture(ticks);
    this.runDryOrOn(ticks);
    if (this.stuck.isDue(this.surface.isSeeking, this.heard, ticks)) this.loaded?.loadAgain();
    if (this.aim === undefined && this.loaded?.stretch.kind === 'live' && !this.paused) this.keepUp();
    this.report(this.stateNow(ticks));
  }

  // ---- looking for a position -----------------------------------------------------------------------------------

  private look(aim: Aim): void {
    this.aim = aim;
    this.hole = undefined;
    this.dry = undefined;
    this.began = PAGE_TICKS();
    clearTimeout(this.again);
    if (aim.time === undefined) {
      const position = this.loaded?.livePosition;
      if (this.loaded?.stretch.kind !== 'live' || position === undefined) this.open({ kind: 'live' });
      else this.goTo(position);
      return;
    }
    const place = this.loaded === undefined ? undefined : placeOf(this.loaded.segments, aim.time);
    if (place?.kind === 'at') this.goTo(place.position);
    else if (place?.kind === 'between') this.between(aim.time, place);
    else this.openNext(this.loaded?.stretch.kind === 'live' ? aim.without('live') : aim);
  }

  /** Opens what may hold the asked time and was not tried; where nothing does, there is a hole. */
  private openNext(aim: Aim): void {
    const { time } = aim;
    if (time === undefined) return;
    const next = aim.next(time, this.serverNow);
    if (next === 'live') this.open({ kind: 'live' });
    else if (next === 'past') this.open(stretchAround(time, this.serverNow));
    else if (aim.isOnwards) this.leapOn(time);
    else this.standInHole(time, aim.before, aim.after);
  }

  private leapOn(time: Micros): void {
    const { after } = this.source.around(time);
    if (after !== undefined && after > time) this.look(Aim.at(after));
    else this.goLive();
  }

  private open(stretch: Stretch): void {
    this.unload();
    this.loaded = new LoadedStretch(stretch, this.source, this.surface.video, {
      ready: (loaded) => this.ready(loaded),
      received: (bytes) => {
        this.bytes += bytes;
        this.heard = PAGE_TICKS();
      },
      reached: () => this.reach.reached(),
      failing: (attempt) => this.failing(attempt),
      absent: () => this.absent(),
      refused: () => (this.reach.refused = true),
      unsupported: (codec) => (this.unsupported = { what: codec }),
    });
    this.loaded.keepsUp = this.live;
    this.applyRate();
    if (!this.paused) this.surface.play();
  }

  private unload(): void {
    clearTimeout(this.again);
    this.revisions?.close();
    this.revisions = undefined;
    this.loaded?.close();
    this.loaded = undefined;
  }

  private ready(loaded: LoadedStretch): void {
    this.loaded = loaded;
    this.unsupported = undefined;
    this.surface.present = loaded.hasSound;
    this.rhythm.begin(loaded.framesPerSecond);
    if (loaded.stretch.kind === 'past') this.watchRevisions(loaded);
    const { aim } = this;
    if (aim?.time === undefined) return;
    const place = placeOf(loaded.segments, aim.time);
    if (place.kind === 'at') loaded.startAt(place.position);
    else this.elsewhere(loaded, aim, aim.time, place);
  }

  private elsewhere(loaded: LoadedStretch, aim: Aim, time: Micros, place: Place): void {
    const next = place.kind === 'between' ? place.after : place.kind === 'earlier' ? place.first : undefined;
    if (next !== undefined && aim.isOnwards) {
      loaded.startAt(this.positionOf(next) ?? 0);
    } else if (place.kind === 'between') {
      this.between(time, place);
    } else {
      if (place.kind === 'earlier') aim.after = place.first;
      if (place.kind === 'later') aim.before = place.last;
      this.openNext(aim);
    }
  }

  private between(asked: Micros, { before, after }: { before: Micros; after: Micros }): void {
    const hole = { asked, before, after, reason: this.source.around(asked).reason };
    const position = this.positionOf(after);
    if (isShort(hole) && position !== undefined) {
      this.aim = Aim.at(after);
      this.goTo(position);
    } else {
      this.standInHole(asked, before, after);
    }
  }

  private standInHole(asked: Micros, before: Micros | undefined, after: Micros | undefined): void {
    const known = this.source.around(asked);
    this.aim = undefined;
    this.surface.video.pause();
    this.loaded?.hold();
    const neighbours = { before: before ?? known.before, after: after ?? known.after };
    this.hole = new StandingHole({ asked, ...neighbours, reason: known.reason }, this.source.around);
  }

  /** The server has nothing of what was opened. */
  private absent(): void {
    this.unload();
    if (this.aim?.time !== undefined) this.openNext(this.aim);
    else this.again = setTimeout(() => this.open({ kind: 'live' }), LIVE_AGAIN_MILLIS);
  }

  private goTo(position: number): void {
    this.loaded?.goOnAt(position);
    this.surface.video.currentTime = position;
    this.applyRate();
    if (!this.paused) this.surface.play();
  }

  /** The stretch is over: what came after, or live. */
  private goOn(): void {
    const end = this.loaded?.end;
    if (end !== undefined && this.aim === undefined && this.hole === undefined) this.look(Aim.onwards(end));
  }

  private watchRevisions(loaded: LoadedStretch): void {
    const { playlist, stretch } = loaded;
    if (playlist === undefined) return;
    this.revisions?.close();
    this.revisions = new Revisions(playlist, this.source.credential, () => {
      if (this.time === undefined) return;
      this.aim = Aim.at(this.time);
      this.hole = undefined;
      this.began = PAGE_TICKS();
      this.open(stretch);
    });
  }

  private failing(attempt: number): void {
    this.reach.failed(attempt, undefined);
    void this.source.diagnose().then((problem) => {
      if (this.reach.lost === undefined || problem === undefined) return;
      this.reach.failed(attempt, problem);
      if (problem.isRefusal) this.reach.refused = true;
    });
  }

  // ---- what is seen ---------------------------------------------------------------------------------------------

  private get hasPictures(): boolean {
    return this.loaded?.hasPictures ?? true;
  }

  private positionOf(time: Micros): number | undefined {
    const place = placeOf(this.loaded?.segments ?? [], time);
    return place.kind === 'at' ? place.position : undefined;
  }

  private isBehindWindow(): boolean {
    const time = this.shownPicture?.time;
    return time !== undefined && placeOf(this.loaded?.segments ?? [], time).kind === 'earlier';
  }

  private picture(mediaTime: number): void {
    const { video } = this.surface;
    if (this.loaded === undefined || this.hole !== undefined) return;
    const time = timeAt(this.loaded.segments, mediaTime);
    if (time === undefined || video.videoWidth === 0) return;
    if (this.aim !== undefined && this.aimsBetter(this.aim, time)) return;
    const previous = this.shownPicture;
    if (previous !== undefined && (this.aim === undefined || this.aim.isOnwards)) this.follow(previous, time);
    if (this.aim !== undefined) this.jumps.begins(PAGE_TICKS());
    this.aim = undefined;
    const end = time + this.rhythm.spacing;
    this.shownPicture = { time, end, day: Math.floor(time / DAY), run: undefined, counter: undefined };
    this.listener.picture(video, video.videoWidth, video.videoHeight);
  }

  /** A playlist rounds, and a segment's times are exact only when it is loaded: then the position is, too. */
  private aimsBetter(aim: Aim, time: Micros): boolean {
    const { time: asked } = aim;
    const { video } = this.surface;
    if (asked === undefined || aim.isOnwards || (time <= asked && asked < time + this.rhythm.spacing))
      return false;
    const position = this.positionOf(asked);
    if (position === undefined || Math.abs(position - video.currentTime) < 0.001 || !aim.mayCorrect())
      return false;
    video.currentTime = position;
    return true;
  }

  /** One picture follows another: what lies between them, if that is more than it should be, is said. */
  private follow(previous: Shown, time: Micros): void {
    const distance = time - previous.time;
    if (this.speed <= 1) this.rhythm.saw(distance);
    if (distance < LEAP || this.live || this.speed > 2) return;
    const { reason } = this.source.around(previous.time + distance / 2);
    this.listener.notice(skippedInWords(distance, reason === 'missing' ? { reason } : undefined));
  }

  private showSamePicture(ticks: Micros): void {
    const { aim, surface, loaded } = this;
    if (aim === undefined || loaded === undefined || surface.isSeeking || ticks - this.began < SAME_PICTURE)
      return;
    if (surface.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    const time = timeAt(loaded.segments, surface.video.currentTime);
    if (time === undefined || (aim.time !== undefined && Math.abs(time - aim.time) > LEAP)) return;
    if (!this.hasPictures) this.aim = undefined;
    else if (this.paused) this.picture(this.pictureStart(time) ?? surface.pictureStart);
  }

  /** Where the picture on screen begins, if the time is in it. */
  private pictureStart(time: Micros): number | undefined {
    const shown = this.shownPicture;
    const isSame = shown !== undefined && shown.time <= time && time < (shown.end ?? shown.time);
    return isSame ? this.positionOf(shown.time) : undefined;
  }

  private runDryOrOn(ticks: Micros): void {
    const waits = this.aim === undefined && this.hole === undefined && !this.paused && !this.surface.hasNext;
    if (!waits) this.dry = undefined;
    else this.dry ??= ticks;
  }

  private keepUp(): void {
    const { loaded, surface } = this;
    const position = loaded?.livePosition;
    if (loaded === undefined || position === undefined) return;
    if (!this.live) {
      if (this.speed < 1 || surface.video.currentTime < position - 0.5) return;
      this.setRate(1);
      this.setLive(true);
    } else if (!surface.isSeeking && this.dry === undefined) {
      if (this.jumps.isDue(loaded.lateness, PAGE_TICKS())) surface.video.currentTime = position;
    }
  }

  private setLive(live: boolean): void {
    this.live = live;
    if (this.loaded !== undefined) this.loaded.keepsUp = live;
  }

  private applyRate(): void {
    const { video } = this.surface;
    video.defaultPlaybackRate = video.playbackRate = this.speed;
  }

  private stateNow(now: Micros): PlaybackState {
    const edge = this.liveEdge;
    const edgeAge = this.serverNow - (edge ?? this.serverNow);
    const isFlowing = this.aim === undefined && this.dry === undefined;
    const isSending = edge !== undefined && edgeAge < LONG_AGO;
    return stateOf({
      now,
      refused: this.reach.refused,
      lost: isFlowing ? undefined : this.reach.lost,
      unsupported: this.unsupported,
      hole: this.hole?.known(now),
      live: this.live,
      paused: this.paused,
      seekingSince: this.aim === undefined ? undefined : this.began,
      lastPictureOnly: false,
      hasPicture: this.shownPicture !== undefined,
      isSparse: !this.hasPictures,
      hasInfo: this.lastFrame.isKnown,
      heard: isFlowing || isSending ? now : Math.max(this.heard, this.began),
      drySince: this.dry,
      ended: false,
      edge,
      edgeAge,
      previous: this.state,
    });
  }

  private report(state: PlaybackState): void {
    if (JSON.stringify(state) === JSON.stringify(this.state)) return;
    this.state = state;
    this.listener.state(state);
  }
}
