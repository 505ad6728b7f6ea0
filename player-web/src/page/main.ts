import '../page/tokens.css';
import '../page/page.css';
import { defineElements, type PlayerElement } from '../element';
import {
  behind,
  RecordedDays,
  Stills,
  type DrawnEvent,
  type NavigatorElement,
  type SeekDetail,
  type StillAnswer,
} from '../navigator';
import {
  abilitiesOf,
  chooseTransport,
  type Playback,
  type PlaybackSource,
  type PlaybackState,
  type Timed,
} from '../playback';
import { DAY, dayOf, parseTime, SECOND, type Micros } from '../protocol';
import {
  Problem,
  RestClient,
  timeOf,
  type Credential,
  type Gap,
  type Healed,
  type Start,
} from '../timeline-client';
import type { VideoElement } from '../video';
import {
  askedFor,
  askFor,
  choiceOf,
  choicesOf,
  firstChoice,
  nameInWords,
  optionsOf,
  valueOf,
  type Choice,
} from './choices';
import { eventTypeOf, EventsPane } from './events-pane';
import { listenToKeys, renderHelp } from './keys';
import {
  failure,
  FIRST_RUN,
  INSECURE,
  login,
  NO_DECODER,
  render,
  unknownDevice,
  type Screen,
} from './screens';
import { keepToken, newSession, readCredential } from './session';
import { TelemetryPane } from './telemetry-pane';
import { exposeState } from './test-hook';

const LOOK_AGAIN_MILLIS = 3_000;
const DEVICES_AGAIN_MILLIS = 30_000;
const PANES_MILLIS = 250;
/** Twice the pixels of its place, for screens that have them. */
const STILL_WIDTH = 384;

const element = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;

/** The viewer page: which camera or video, which day, and what to say when there is nothing to play. */
class ViewerPage {
  private readonly player = element<PlayerElement>('player');
  private readonly navigator = element<NavigatorElement>('navigator');
  private readonly devices = element<HTMLSelectElement>('device');
  private readonly day = element<HTMLInputElement>('day');
  private readonly live = element<HTMLButtonElement>('live');
  private readonly help = element<HTMLDialogElement>('help');
  private readonly telemetry = new TelemetryPane(element('telemetry'));
  private readonly events = new EventsPane(element('events'), element('no-events'), (time) =>
    this.player.seek(time),
  );
  private readonly base = location.origin;
  private readonly transport = chooseTransport(abilitiesOf(window));
  private credential: Credential = readCredential();
  private rest = new RestClient(this.base, this.credential);
  private recorded: RecordedDays | undefined;
  private choices: readonly Choice[] = [];
  private opened: Choice | undefined;
  /** Undefined until a video is opened. */
  private video: VideoElement | undefined;
  private timer: number | undefined;
  private revision: { day: string; revision: string | undefined } = { day: '', revision: undefined };
  private panesAt = 0;

  start(): void {
    this.listen();
    renderHelp(this.help);
    this.player.isLost = (time) => this.recorded?.isLost(time) ?? false;
    exposeState(this.player, this.navigator);
    if (this.transport.kind === 'none') this.showScreen(this.transport.insecure ? INSECURE : NO_DECODER);
    else void this.findDevices();
    const loop = () => {
      this.repaint();
      requestAnimationFrame(loop);
    };
    requestAnimationFrame(loop);
  }

  // ---- which camera -------------------------------------------------------------------------------------------

  private async findDevices(): Promise<void> {
    clearTimeout(this.timer);
    const asked = askedFor(new URL(location.href));
    if (this.credential.kind === 'none') {
      this.showScreen(login(false));
      return;
    }
    try {
      const devices = await this.rest.devices();
      this.list(choicesOf(devices));
      if (this.opened !== undefined) {
        this.timer = window.setTimeout(() => void this.findDevices(), DEVICES_AGAIN_MILLIS);
        return;
      }
      const choice = asked ?? firstChoice(devices);
      if (choice === undefined) {
        this.showScreen(FIRST_RUN);
        this.timer = window.setTimeout(() => void this.findDevices(), LOOK_AGAIN_MILLIS);
        return;
      }
      // The list has a video only once something of it is archived: the video says itself what there is.
      const isUnknown = choice.kind === 'camera' && !devices.some(({ device }) => device === choice.name);
      if (isUnknown) this.showScreen(unknownDevice(choice.name));
      else this.open(choice);
      const again = isUnknown ? LOOK_AGAIN_MILLIS : DEVICES_AGAIN_MILLIS;
      this.timer = window.setTimeout(() => void this.findDevices(), again);
    } catch (error) {
      this.devicesFailed(error, asked);
    }
  }

  private devicesFailed(error: unknown, asked: Choice | undefined): void {
    const refused = error instanceof Problem && error.isRefusal;
    if (this.opened !== undefined) {
      if (refused) this.showScreen(login(true));
      return;
    }
    // A signed address opens one camera only, not the list of them; and live never waits for the index.
    if (asked !== undefined && (!refused || this.credential.kind === 'access')) {
      this.choices = [asked];
      this.open(asked);
      if (!refused) this.timer = window.setTimeout(() => void this.findDevices(), DEVICES_AGAIN_MILLIS);
    } else if (refused) {
      this.showScreen(login(true));
    } else {
      this.showScreen(failure(error));
      this.timer = window.setTimeout(() => void this.findDevices(), LOOK_AGAIN_MILLIS * 2);
    }
  }

  private list(choices: readonly Choice[]): void {
    this.choices = choices;
    const { opened } = this;
    const isListed = opened === undefined || choices.some((choice) => valueOf(choice) === valueOf(opened));
    const all = isListed ? choices : [...choices, opened];
    const values = all.map(valueOf).join();
    if (values !== [...this.devices.options].map(({ value }) => value).join())
      this.devices.replaceChildren(...optionsOf(all));
    this.devices.hidden = all.length === 0;
    if (opened === undefined) this.devices.selectedIndex = -1;
    else this.devices.value = valueOf(opened);
  }

  private open(choice: Choice): void {
    this.opened = choice;
    this.list(this.choices);
    document.title = `${nameInWords(choice.name)} · Dayreel`;
    const address = new URL(location.href);
    const at = parseTime(address.searchParams.get('at') ?? '');
    askFor(address, choice);
    address.searchParams.delete('at');
    history.replaceState(null, '', address);
    this.hideScreen();
    this.showVideo(choice.kind === 'video');
    if (choice.kind === 'video') void this.openVideo(choice);
    else this.openCamera(choice.name, at);
  }

  private showVideo(shown: boolean): void {
    element('video').hidden = !shown;
    document.body.toggleAttribute('data-video', shown);
  }

  /** What plays videos is loaded when it is needed only. */
  private async openVideo(choice: Choice): Promise<void> {
    this.player.stop();
    this.recorded = undefined;
    document.body.dataset['state'] = 'video';
    const { defineVideoElement } = await import('../video');
    defineVideoElement();
    this.video = element<VideoElement>('video');
    const { base, credential } = this;
    if (this.opened === choice) this.video.watch({ base, video: choice.name, credential });
  }

  private openCamera(device: string, at: Micros | undefined): void {
    this.video?.stop();
    this.telemetry.clear();
    this.recorded = new RecordedDays(this.rest, device, () => undefined);
    this.navigator.recorded = this.recorded;
    this.navigator.stills = new Stills((time) => this.stillOf(device, time));
    this.navigator.follow();
    const start: Start = at === undefined ? { kind: 'live' } : { kind: 'time', time: at };
    this.player.watch(this.sourceOf(device, this.recorded), start, this.transport);
    void this.limitDays(device);
  }

  private sourceOf(device: string, recorded: RecordedDays): PlaybackSource {
    const { base, credential, rest } = this;
    return {
      base,
      device,
      credential,
      session: newSession(),
      diagnose: () => diagnose(rest, device),
      lastFrameAt: async () => timeOf((await rest.device(device)).lastFrameAt),
      around: (time) => recorded.around(time),
    };
  }

  private async stillOf(device: string, time: Micros): Promise<StillAnswer> {
    try {
      return await this.rest.thumbnail(device, time, STILL_WIDTH);
    } catch (error) {
      return error instanceof Problem && error.status === 501 ? 'never' : 'none';
    }
  }

  private async limitDays(device: string): Promise<void> {
    const days = await this.rest.days(device).catch(() => []);
    const names = days.map(({ day }) => day).sort();
    this.day.min = names[0] ?? '';
    this.day.max = localDay(Date.now() * 1000);
  }

  // ---- what the viewer does -----------------------------------------------------------------------------------

  private listen(): void {
    this.devices.addEventListener('change', () => this.open(choiceOf(this.devices.value)));
    element('video').addEventListener('dr-refused', () => this.refused());
    this.live.addEventListener('click', () => this.goLive());
    element('help-button').addEventListener('click', () => this.help.showModal());
    this.day.addEventListener('change', () => this.showDay(this.day.value));
    this.navigator.addEventListener('dr-seek', (event) =>
      this.player.seek((event as CustomEvent<SeekDetail>).detail.time),
    );
    this.player.addEventListener('dr-state', (event) =>
      this.stateChanged((event as CustomEvent<PlaybackState>).detail),
    );
    this.player.addEventListener('dr-telemetry', (event) => {
      element('no-telemetry').hidden = true;
      this.telemetry.show((event as CustomEvent<Timed>).detail);
    });
    this.player.addEventListener('dr-event', (event) => {
      const { time, body } = (event as CustomEvent<Timed>).detail;
      this.recorded?.sawEvent({ time, type: eventTypeOf(body), body });
    });
    this.player.addEventListener('dr-gap', (event) => this.recorded?.gap((event as CustomEvent<Gap>).detail));
    this.player.addEventListener('dr-healed', (event) =>
      this.recorded?.healed((event as CustomEvent<Healed>).detail),
    );
    listenToKeys({
      perform: (name) => (this.isVideo ? this.video?.perform(name) : this.player.perform(name)),
      skip: (seconds) => (this.isVideo ? this.video?.skip(seconds) : this.player.skip(seconds * SECOND)),
      event: (step) => this.nextEvent(step),
      live: () => this.goLive(),
      zoom: (factor) => this.navigator.zoomBy(factor),
      help: () => (this.help.open ? this.help.close() : this.help.showModal()),
    });
  }

  private goLive(): void {
    this.player.goLive();
    this.navigator.follow();
  }

  private showDay(day: string): void {
    const from = new Date(`${day}T00:00:00`).getTime() * 1000;
    if (Number.isNaN(from)) return;
    const next = new Date(from / 1000);
    next.setDate(next.getDate() + 1);
    this.navigator.show(from, next.getTime() * 1000);
    const first = this.recorded?.drawn(from, from + DAY).recorded[0];
    this.player.seek(first === undefined ? from : Math.max(first.from, from));
  }

  private nextEvent(step: 1 | -1): void {
    const time = this.player.playing?.time;
    if (time === undefined) return;
    const events = this.eventsAround(time).map((event) => event.time);
    const found = step === 1 ? events.find((at) => at > time) : events.findLast((at) => at < time - SECOND);
    if (found === undefined) this.player.say(step === 1 ? 'No later event' : 'No earlier event');
    else this.player.seek(found);
  }

  private stateChanged(state: PlaybackState): void {
    if (state.kind === 'refused') this.refused();
    else if (!this.isVideo) document.body.dataset['state'] = state.kind;
  }

  private refused(): void {
    this.opened = undefined;
    this.showScreen(login(true));
  }

  private get isVideo(): boolean {
    return this.opened?.kind === 'video';
  }

  // ---- what the page shows ------------------------------------------------------------------------------------

  private repaint(): void {
    const { playing } = this.player;
    if (playing === undefined || this.recorded === undefined) {
      this.navigator.paint(undefined, Date.now() * 1000);
      return;
    }
    const { shown, time, details } = playing;
    if (shown !== undefined) this.recorded.saw(shown.time, shown.end ?? shown.time + 1);
    if (details.recorded !== undefined) this.recorded.told(details.recorded);
    const edge = playing.liveEdge;
    if (playing.isLive && edge !== undefined && shown !== undefined && edge > shown.time) {
      this.recorded.saw(shown.time, edge);
    }
    this.navigator.paint(time, playing.serverNow);
    if (performance.now() - this.panesAt < PANES_MILLIS) return;
    this.panesAt = performance.now();
    this.showLive(playing.isLive, playing.current, playing.serverNow - (time ?? playing.serverNow));
    const looked = time ?? playing.serverNow;
    this.lookAgain(playing, looked);
    const isHls = details.transport.startsWith('HLS');
    element('no-telemetry').textContent = isHls
      ? 'Values do not come over HLS.'
      : 'This camera has sent none yet.';
    if (this.recorded.isLoaded) this.events.show(this.eventsAround(looked), time);
    const day = localDay(looked);
    if (this.day.value !== day && document.activeElement !== this.day) this.day.value = day;
  }

  /** The archive's answer on the day that is played is another than before. */
  private lookAgain(playing: Playback, time: Micros): void {
    const revision = this.recorded?.revisionAt(time);
    const day = dayOf(time);
    const isNew = this.revision.day === day && this.revision.revision !== revision;
    this.revision = { day, revision };
    if (isNew) playing.lookAgain();
  }

  private showLive(isLive: boolean, state: PlaybackState, distance: Micros): void {
    const silent = isLive && state.kind === 'silent';
    const words = silent ? 'Camera silent' : isLive ? 'Live' : `${behind(distance)} behind live`;
    this.live.dataset['live'] = silent ? 'silent' : String(isLive);
    const label = this.live.querySelector('span') as HTMLElement;
    if (label.textContent === words) return;
    label.textContent = words;
    this.live.title = isLive ? 'You are watching live' : 'Go to live (L)';
  }

  private eventsAround(time: Micros): readonly DrawnEvent[] {
    const from = new Date(time / 1000).setHours(0, 0, 0, 0) * 1000;
    return this.recorded?.drawn(from, from + DAY).events ?? [];
  }

  private showScreen(screen: Screen): void {
    this.player.stop();
    this.video?.stop();
    this.showVideo(false);
    document.body.dataset['state'] = screen.state;
    document.body.dataset['screen'] = '';
    const place = element('screen');
    place.hidden = false;
    render(place, screen, (token) => {
      if (token !== undefined) {
        this.credential = keepToken(token);
        this.rest = new RestClient(this.base, this.credential);
      }
      this.opened = undefined;
      void this.findDevices();
    });
  }

  private hideScreen(): void {
    element('screen').hidden = true;
    delete document.body.dataset['screen'];
    document.body.dataset['state'] = 'loading';
  }
}

async function diagnose(rest: RestClient, device: string): Promise<Problem | undefined> {
  try {
    await rest.device(device);
    return undefined;
  } catch (error) {
    return error instanceof Problem ? error : undefined;
  }
}

/** `yyyy-mm-dd` of the viewer's own day. */
function localDay(time: Micros): string {
  const date = new Date(time / 1000);
  return dayOf(time - date.getTimezoneOffset() * 60 * SECOND);
}

defineElements();
new ViewerPage().start();
