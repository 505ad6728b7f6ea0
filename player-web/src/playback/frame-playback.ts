import { FrameType, SECOND, type FrameView, type Micros } from '../protocol';
import { WatchConnection, type ConnectionState, type Healed, type Start } from '../timeline-client';
import { AudioPipeline } from './audio-pipeline';
import { holeAt, isShort, skippedInWords } from './holes';
import { Intake } from './intake';
import { KnownGaps } from './known-gaps';
import { LivePacer } from './live-pacer';
import { MediaClock, PAGE_TICKS } from './media-clock';
import type { Playback, PlaybackDetails } from './playback';
import { Reach } from './reach';
import type { Hole, PlaybackListener, PlaybackSource, PlaybackState, Shown } from './states';
import { timedOf, TimedFrames } from './timed-frames';
import { VideoPipeline } from './video-pipeline';
import { NO_ANSWER, STALLED, stateOf } from './viewer-state';

/** Decodes the frames that the viewer WebSocket delivers and shows each picture at its capture time on one clock. */
export class FramePlayback implements Playback {
  private readonly clock = new MediaClock();
  private readonly video: VideoPipeline;
  readonly sound: AudioPipeline;
  private readonly intake: Intake;
  private readonly timed = new TimedFrames();
  private pacer = new LivePacer();
  private readonly connection: WatchConnection;

  private live = true;
  private paused = false;
  private speed = 1;
  private serverPaused = false;
  /** The asked time while its picture is being looked for. */
  private asked: Micros | undefined;
  private seeking = true;
  private began: Micros = PAGE_TICKS();
  private started: Micros = PAGE_TICKS();
  private dry: Micros | undefined;
  private shownPicture: Shown | undefined;
  private readonly gaps = new KnownGaps();
  private hole: Hole | undefined;
  private wantsStep = false;
  /** Whether the last picture of a camera that is silent from the start was asked for, and is being waited for. */
  private peeked = false;
  private peeking = false;
  private endReason: string | undefined;
  private readonly reach = new Reach();
  private lateFrames = 0;
  private state: PlaybackState = { kind: 'loading' };

  constructor(
    source: PlaybackSource,
    private readonly listener: PlaybackListener,
    start: Start = { kind: 'live' },
  ) {
    this.video = new VideoPipeline(() => this.pump());
    this.sound = new AudioPipeline(this.clock);
    this.intake = new Intake(this.video, this.sound, listener);
    this.live = start.kind === 'live';
    this.asked = start.kind === 'time' ? start.time : undefined;
    if (start.kind === 'time') this.clock.set(start.time);
    this.connection = new WatchConnection(source.base, source.device, source.credential, {
      resume: () => this.resume(),
      message: (message) => {
        this.intake.message(message);
        if (message.type === 'healed') this.cameLate(message);
        this.pump();
      },
      frames: (message) => {
        this.intake.frames(message);
        this.pump();
        this.updateFlow();
      },
      state: (state) => this.connected(state),
      diagnose: () => source.diagnose(),
    });
    this.connection.open();
  }

  get isLive(): boolean {
    return this.live;
  }

  get isPaused(): boolean {
    return this.paused;
  }

  get rate(): number {
    return this.speed;
  }

  get time(): Micros | undefined {
    if (this.seeking) return this.asked ?? this.shownPicture?.time;
    return this.clock.now;
  }

  get shown(): Shown | undefined {
    return this.shownPicture;
  }

  get serverNow(): Micros {
    return this.intake.serverNow;
  }

  get liveEdge(): Micros | undefined {
    return this.intake.liveEdge;
  }

  get delay(): Micros | undefined {
    return this.shownPicture === undefined ? undefined : this.serverNow - this.shownPicture.time;
  }

  get isWithoutPicture(): boolean {
    return this.video.track === undefined && this.shownPicture === undefined && this.state.kind === 'playing';
  }

  get details(): PlaybackDetails {
    return {
      codec: this.video.codec,
      source: this.intake.source,
      bytes: this.intake.bytes,
      leftOut: this.video.leftOut + this.intake.skipped + this.lateFrames,
      transport: 'frames over WebSocket',
      recorded: this.intake.info,
    };
  }

  get current(): PlaybackState {
    return this.state;
  }

  play(): void {
    const after = this.hole?.after;
    this.paused = false;
    if (after !== undefined) {
      this.seek(after);
      return;
    }
    if (this.endReason !== undefined) this.goLive();
    if (!this.seeking) this.startClock();
    this.updateFlow();
  }

  pause(): void {
    this.paused = true;
    this.live = false;
    this.clock.stop();
    this.sound.pause();
    this.updateFlow();
  }

  seek(time: Micros): void {
    const edge = this.liveEdge;
    if (edge !== undefined && time >= edge && !this.paused) {
      this.goLive();
      return;
    }
    this.live = this.peeking = false;
    this.begin({ kind: 'time', time });
    this.connection.seek({ kind: 'time', time });
    this.updateFlow();
  }

  goLive(): void {
    this.live = true;
    this.paused = false;
    this.setRate(1);
    this.begin({ kind: 'live' });
    this.connection.seek({ kind: 'live' });
    this.updateFlow();
  }

  step(): void {
    this.pause();
    this.wantsStep = true;
    this.updateFlow();
  }

  setRate(rate: number): void {
    if (rate === this.speed || (rate > 1 && this.live)) return;
    if (rate !== 1) this.live = false;
    this.speed = rate;
    this.clock.setRate(rate);
    this.sound.silence();
    this.connection.rate(rate);
  }

  retry(): void {
    this.reach.refused = false;
    this.connection.open();
  }

  /** Needs no asking: the server tells what came late. */
  lookAgain(): void {}

  close(): void {
    this.connection.close();
    this.video.close();
    this.sound.close();
    this.intake.inbox.clear();
  }

  private resume(): { from: Start; speed: number } {
    const time = this.time;
    const from: Start = this.live || time === undefined ? { kind: 'live' } : { kind: 'time', time };
    this.begin(from);
    this.serverPaused = false;
    return { from, speed: this.speed };
  }

  private connected(state: ConnectionState): void {
    if (state.kind === 'open') {
      this.reach.reached();
      this.began = PAGE_TICKS();
      this.updateFlow();
    } else if (state.kind === 'waiting') {
      this.reach.failed(state.attempt, state.problem);
    } else if (state.kind === 'refused') {
      this.reach.refused = true;
    }
  }

  /** Moves what waits into the decoders, as far as they have room. */
  private pump(): void {
    for (let item = this.intake.inbox.peek(); item !== undefined; item = this.intake.inbox.peek()) {
      if (item.kind === 'frame') {
        if (!this.deliver(item.frame)) return;
      } else if (item.kind === 'gap') {
        this.gaps.add(item.gap);
        this.video.breakHere();
      } else if (item.kind === 'live') {
        this.reachedLive();
      } else {
        this.video.flush();
        this.endReason = item.reason;
      }
      this.intake.inbox.shift();
    }
  }

  private deliver(frame: FrameView): boolean {
    if (frame.type === FrameType.VIDEO) {
      const hurried = this.clock.rate > 2 && this.intake.inbox.span > SECOND;
      return this.video.offer(frame, hurried) !== 'full';
    }
    if (frame.type === FrameType.AUDIO) {
      if (this.asked === undefined || frame.presentationMicros >= this.asked - 0.1 * SECOND)
        this.sound.offer(frame);
    } else {
      this.timed.push(timedOf(frame));
    }
    return true;
  }

  /** Shows what came late, if the playhead stands in its hole or would pass over it. */
  private cameLate(healed: Healed): void {
    const { seeking, live, hole, intake } = this;
    const waiting = intake.inbox.gaps;
    const time = this.gaps.healed(healed, { seeking, live, hole, now: this.clock.now, waiting });
    if (time !== undefined) this.seek(time);
  }

  private reachedLive(): void {
    if (this.paused || this.seeking) return;
    if (this.speed > 1) this.setRate(1);
    if (this.speed === 1) this.live = true;
  }

  private begin(start: Start): void {
    this.asked = start.kind === 'time' ? start.time : undefined;
    this.seeking = true;
    this.hole = undefined;
    this.endReason = undefined;
    this.wantsStep = false;
    this.dry = undefined;
    this.gaps.clear();
    this.began = PAGE_TICKS();
    this.intake.begin(start.kind === 'live');
    this.timed.clear();
    this.video.seek(this.asked);
    this.sound.seek();
    this.clock.stop();
    if (this.asked !== undefined) this.clock.set(this.asked);
  }

  /** The pictures of the asked position are here, or it is known that there are none. */
  private settle(): void {
    const { queue } = this.video;
    const first = queue.next ?? this.timed.next;
    if (this.asked !== undefined) {
      const neighbours = { first, firstEnd: queue.firstEnd, newest: queue.newest };
      const hole = holeAt(this.asked, neighbours, this.gaps.all);
      this.hole =
        this.hasPictures || hole?.reason !== 'no-recording' || first === undefined ? hole : undefined;
    } else if (first !== undefined) {
      this.clock.set(first);
    } else {
      return;
    }
    if (this.hole !== undefined && this.gaps.healedIn(this.hole)) return this.seek(this.hole.asked);
    if (this.hole !== undefined && isShort(this.hole)) {
      this.clock.set(this.hole.after);
      this.hole = undefined;
    }
    this.seeking = false;
    this.asked = undefined;
    this.started = PAGE_TICKS();
    queue.settle();
    this.startClock();
    this.updateFlow();
  }

  private startClock(): void {
    if (this.hole !== undefined || this.paused) return;
    this.clock.setRate(this.speed);
    this.clock.start();
    void this.sound.resume();
  }

  /** Whether the stream has pictures that can be decoded; otherwise telemetry sets the times. */
  private get hasPictures(): boolean {
    return this.video.track !== undefined && this.video.unsupported === undefined;
  }

  private updateFlow(): void {
    const full = this.serverPaused ? !this.intake.inbox.isLow : this.intake.inbox.isHigh;
    const idle = (this.paused || this.hole !== undefined) && !this.seeking && !this.wantsStep;
    if (full && this.live) {
      this.lateFrames +=
        this.video.track === undefined ? 0 : this.intake.inbox.dropToNewestKey(this.video.track);
      this.video.breakHere();
      if (this.intake.inbox.isHigh) this.goLive();
      return;
    }
    const pause = idle || full;
    if (pause === this.serverPaused) return;
    this.serverPaused = pause;
    if (pause) this.connection.pause();
    else this.connection.play();
  }

  tick(): void {
    this.pump();
    const ticks = PAGE_TICKS();
    if (this.seeking) this.look(ticks);
    if (!this.seeking) {
      if (this.wantsStep) this.stepForward();
      this.skipHole();
      this.runDryOrOn(ticks);
      if (this.live && this.clock.running) this.keepUp(ticks);
      this.sound.tick();
      this.show();
      if (this.peeking) this.endPeek();
    }
    this.peekIfSilent(ticks);
    this.updateFlow();
    this.report(this.stateNow(ticks));
  }

  private look(ticks: Micros): void {
    const { queue } = this.video;
    if (queue.isSettled && (queue.size > 0 || (!this.hasPictures && this.timed.next !== undefined))) {
      if (queue.size > 0 || ticks - this.began > 0.3 * SECOND) this.settle();
      return;
    }
    const quiet = ticks - Math.max(this.began, this.intake.arrived);
    if (this.endReason !== undefined || quiet > NO_ANSWER / 3) this.video.flush();
    const answered = this.endReason !== undefined || quiet > NO_ANSWER;
    const nothingLeft = this.intake.inbox.size === 0 && !this.video.isDecoding;
    if (answered && nothingLeft && this.reach.lost === undefined && this.asked !== undefined) this.settle();
  }

  /** Live, but nothing came since the page was opened: fetches the last picture there is, to show it greyed. */
  private peekIfSilent(ticks: Micros): void {
    const last = this.intake.info?.lastFrameAt;
    if (this.peeked || !this.live || !this.seeking || last === undefined || this.shownPicture !== undefined)
      return;
    if (ticks - Math.max(this.began, this.intake.arrived) < NO_ANSWER || this.reach.lost !== undefined)
      return;
    this.peeked = this.peeking = true;
    this.begin({ kind: 'time', time: last });
    this.connection.seek({ kind: 'time', time: last });
  }

  private endPeek(): void {
    this.peeking = false;
    this.begin({ kind: 'live' });
    this.connection.seek({ kind: 'live' });
  }

  private stepForward(): void {
    const next = this.video.queue.next;
    if (next === undefined) return;
    this.clock.set(Math.max(next, this.clock.now));
    this.wantsStep = false;
  }

  /** A stretch without pictures is not waited out: the clock goes to its end, and the viewer is told. */
  private skipHole(): void {
    const next = this.video.queue.next ?? (this.hasPictures ? undefined : this.timed.next);
    if (next === undefined || !this.clock.running) return;
    const now = this.clock.now;
    const end = this.shownPicture?.end ?? now;
    if (next - now < SECOND || now < end) return;
    const gap = this.gaps.between(now, next);
    if (gap === undefined && !this.hasPictures) return;
    this.clock.set(next);
    this.sound.silence();
    if (!this.live) this.listener.notice(skippedInWords(next - now, gap));
  }

  private runDryOrOn(ticks: Micros): void {
    const { queue } = this.video;
    const hasNext = queue.size > 0 || (!this.hasPictures && this.timed.next !== undefined);
    const over = this.clock.now >= (this.shownPicture?.end ?? -Infinity);
    if (this.clock.running && !hasNext && over) {
      this.dry = ticks;
      this.clock.stop();
      if (this.live) this.pacer.ranDry(ticks);
      if (this.endReason !== undefined || ticks - this.intake.arrived > STALLED) this.video.flush();
    } else if (this.dry !== undefined && hasNext && !this.clock.running) {
      this.dry = undefined;
      this.startClock();
    } else if (this.dry !== undefined && ticks - this.intake.arrived > STALLED) {
      this.video.flush();
    }
  }

  private keepUp(ticks: Micros): void {
    if (this.intake.newest === undefined) return;
    const isNew = ticks - this.started < 2 * SECOND;
    const pace = this.pacer.decide(this.intake.newest - this.clock.now, isNew, ticks);
    if (pace.kind === 'rate') {
      this.clock.setRate(pace.rate);
    } else {
      this.clock.set(this.intake.newest - pace.behind);
      this.sound.silence();
      if (this.video.track !== undefined && this.intake.inbox.span > SECOND)
        this.intake.inbox.dropToNewestKey(this.video.track);
    }
  }

  private show(): void {
    if (this.hole !== undefined && !this.peeking) return;
    const now = this.clock.now - this.sound.outputLatency;
    const picture = this.video.queue.take(this.clock.running ? now : this.clock.now);
    if (picture !== undefined) {
      const { pts, end, day, run, counter, frame } = picture;
      this.shownPicture = { time: pts, end, day, run, counter };
      this.listener.picture(frame, frame.displayWidth, frame.displayHeight);
      frame.close();
      this.pump();
    }
    for (const sample of this.timed.take(this.clock.now)) this.listener.telemetry(sample);
  }

  private stateNow(now: Micros): PlaybackState {
    const { peeking, intake } = this;
    return stateOf({
      now,
      refused: this.reach.refused,
      lost: this.reach.lost,
      unsupported: peeking ? undefined : this.video.unsupported,
      hole: peeking ? undefined : this.hole,
      live: this.live,
      paused: this.paused,
      seekingSince: this.seeking ? this.began : undefined,
      lastPictureOnly: this.seeking && this.peeked && !peeking,
      hasPicture: this.shownPicture !== undefined,
      isSparse: !this.hasPictures,
      hasInfo: intake.info !== undefined,
      heard: Math.max(intake.arrived, this.began),
      drySince: this.dry,
      ended: this.endReason !== undefined,
      edge: intake.liveEdge,
      edgeAge: intake.serverNow - (intake.liveEdge ?? intake.serverNow),
      previous: this.state,
    });
  }

  private report(state: PlaybackState): void {
    if (JSON.stringify(state) === JSON.stringify(this.state)) return;
    this.state = state;
    this.listener.state(state);
  }
}
