import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import {
  Codec,
  DAY,
  dayOf,
  dayStart,
  formatTime,
  FrameFlags,
  FrameType,
  MINUTE,
  parseTime,
  type Micros,
} from '../src/protocol';
import { buildFrame, concat } from '../test/frame-builder';
import { MockHls } from './mock-hls';
import { HEIGHT, PICTURE_MICROS, WIDTH, type Footage } from './footage';
import { ServerSocket } from './websocket';

/** How the server behaves; a test changes it while it runs. */
export interface Behaviour {
  devices: string[];
  /** Uploaded videos. */
  videos: string[];
  /** Seconds of the videos that have arrived; the rest is awaited until `complete`. */
  arrived: number;
  complete: boolean;
  /** Every call is answered 401. */
  refuses: boolean;
  /** Every call is answered with this status. */
  fails: number | undefined;
  /** New sockets are not taken. */
  deaf: boolean;
  /** Codec string to tell instead of the true one. */
  codec: string | undefined;
  /** The camera sent its last frame then. */
  silentSince: Micros | undefined;
  /** Answers to REST calls wait this long. */
  delayMillis: number;
  telemetryOnly: boolean;
}

export interface Stretch {
  from: Micros;
  to: Micros;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const BURST: Micros = 2_000_000;
const STEP_MILLIS = 40;
const SLOT_FRAMES = 8;
export const TOKEN = 'viewer-token';

/** Speaks the viewer protocol and the REST routes of one installation with one camera's made-up day. */
export class MockServer {
  readonly behaviour: Behaviour = {
    devices: ['back-yard', 'front-door'],
    videos: [],
    arrived: 24,
    complete: true,
    refuses: false,
    fails: undefined,
    deaf: false,
    codec: undefined,
    silentSince: undefined,
    delayMillis: 0,
    telemetryOnly: false,
  };
  footage: Footage | undefined;
  readonly started: Micros = Math.floor(Date.now() / 100) * 100_000;
  /** Recorded stretches; what lies between two of them is a hole or was not recorded. */
  readonly recorded: Stretch[];
  readonly holes: (Stretch & { reason: string })[];
  readonly notRecorded: Stretch;
  readonly hls = new MockHls(this);
  private readonly server: Server;
  private readonly sockets = new Set<ServerSocket>();

  constructor(private readonly folder: string) {
    const ago = (minutes: number) => this.started - minutes * MINUTE;
    this.holes = [
      { from: ago(38), to: ago(36), reason: 'missing' },
      { from: ago(14), to: ago(12.5), reason: 'lost' },
    ];
    this.notRecorded = { from: ago(27), to: ago(22) };
    this.recorded = [
      { from: ago(170), to: ago(38) },
      { from: ago(36), to: ago(27) },
      { from: ago(22), to: ago(14) },
      { from: ago(12.5), to: ago(-600) },
    ];
    this.server = createServer((request, response) => void this.answer(request, response));
    this.server.on('upgrade', (request: IncomingMessage, stream) => {
      const refused = this.behaviour.refuses || !request.headers['sec-websocket-protocol']?.includes(TOKEN);
      if (this.behaviour.deaf || this.behaviour.fails !== undefined || refused) {
        stream.end(`HTTP/1.1 ${refused ? '401 Unauthorized' : '503 Service Unavailable'}\r\n\r\n`);
        return;
      }
      const socket = ServerSocket.accept(request, stream);
      this.sockets.add(socket);
      const viewer = new Viewer(this, socket, new URL(request.url ?? '', 'http://localhost'));
      socket.onClose = () => {
        viewer.stop();
        this.sockets.delete(socket);
      };
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  /** The frames of a hole come late, and everybody is told. */
  heal(index: number): void {
    const [hole] = this.holes.splice(index, 1);
    if (hole === undefined) return;
    this.recorded.push({ from: hole.from, to: hole.to });
    this.recorded.sort((a, b) => a.from - b.from);
    const { from, to } = hole;
    for (const socket of this.sockets) {
      const ranges = [[counterAt(from), counterAt(to) - 1]];
      const times = { from: formatTime(from), to: formatTime(to) };
      socket.json({ type: 'healed', day: dayOf(from), run: 1, ranges, ...times });
    }
  }

  /** Cuts all viewers off. */
  disconnect(): void {
    for (const socket of this.sockets) socket.close(1012);
  }

  close(): void {
    this.disconnect();
    this.server.closeAllConnections();
    this.server.close();
  }

  get now(): Micros {
    return Date.now() * 1000;
  }

  /** Newest capture time. */
  get edge(): Micros {
    return this.behaviour.silentSince ?? this.now - 30_000;
  }

  /** Number of the picture that a time shows. */
  pictureAt(time: Micros): number {
    return Math.floor(time / PICTURE_MICROS) % (this.footage?.pictures.length ?? 1);
  }

  /** Time of the key frame that a time needs. */
  keyTimeAt(time: Micros): Micros {
    let at = Math.floor(time / PICTURE_MICROS) * PICTURE_MICROS;
    while (this.footage !== undefined && !this.footage.pictures[this.pictureAt(at)]?.key)
      at -= PICTURE_MICROS;
    return at;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (!pathname.startsWith('/v1/')) {
      await this.serveFile(pathname, response);
      return;
    }
    if (this.behaviour.delayMillis > 0)
      await new Promise((done) => setTimeout(done, this.behaviour.delayMillis));
    const problem = (status: number, title: string, detail: string) => {
      response.writeHead(status, { 'Content-Type': 'application/problem+json' });
      response.end(JSON.stringify({ title, status, detail, traceId: '4bf92f3577b34da6a3ce929d0e0e4736' }));
    };
    const { fails, refuses } = this.behaviour;
    if (refuses || request.headers.authorization !== `Bearer ${TOKEN}`) {
      problem(401, 'Not authorised', 'The token is not accepted.');
    } else if (fails !== undefined) {
      problem(fails, 'The archive is not reachable', 'Object storage refused the request.');
    } else {
      const body = await bodyOf(request);
      if (body === undefined) return;
      if (this.hls.answer(request.method ?? 'GET', pathname, searchParams, body, response)) return;
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(this.rest(pathname)));
    }
  }

  private rest(path: string): object {
    const parts = path.split('/');
    const day = parts[5] ?? dayOf(this.now);
    if (path === '/v1/devices') {
      const videos = this.behaviour.videos.map((device) => ({ device, firstDay: 'video', lastDay: 'video' }));
      return { devices: [...this.behaviour.devices.map((device) => this.device(device)), ...videos] };
    }
    if (parts.length === 4) return this.device(parts[3] as string);
    if (path.endsWith('/days')) return { days: [{ day: dayOf(this.now), frames: 1, bytes: 1 }] };
    if (path.endsWith('/timeline')) return this.timeline(day);
    if (path.endsWith('/events')) return { events: this.events() };
    if (path.endsWith('/received')) {
      const from = Math.max(dayStart(day), this.started - 3 * MINUTE);
      const lasts = day === dayOf(this.now);
      return {
        day,
        runs: lasts ? [{ run: 1, firstTime: formatTime(from), lastTime: formatTime(this.edge) }] : [],
      };
    }
    return {};
  }

  private device(device: string): object {
    return {
      device,
      connected: true,
      lastFrameAt: formatTime(device === 'front-door' ? this.edge : this.started - 1e6),
    };
  }

  private timeline(day: string): object {
    const start = dayStart(day);
    const archived = this.started - 2 * MINUTE;
    const within = ({ from, to }: Stretch) => ({
      from: Math.max(from, start),
      to: Math.min(to, start + DAY, archived),
    });
    const written = <S extends Stretch>(stretch: S) => {
      const { from, to } = within(stretch);
      const counters = [[counterAt(from), counterAt(to) - 1]];
      return from < to ? [{ ...stretch, run: 1, counters, from: formatTime(from), to: formatTime(to) }] : [];
    };
    return {
      day,
      revision: this.holes.length,
      recorded: this.recorded.flatMap(written),
      holes: this.holes.flatMap(written),
      events: [],
      tracks: [],
    };
  }

  private events(): object[] {
    return [155, 140, 139, 121, 96, 88, 61, 45.5, 33, 31.2, 19, 9.3, 4.1].map((minutes, i) => {
      const type = ['motion', 'motion', 'door_opened', 'sound', 'motion'][i % 5];
      const body = JSON.stringify({
        type,
        ...(i % 5 === 2 ? { by: 'key 4' } : { score: 0.5 + ((i * 7) % 5) / 10 }),
      });
      return { time: formatTime(this.started - minutes * MINUTE), run: 1, counter: i, track: 3, type, body };
    });
  }

  private async serveFile(path: string, response: ServerResponse): Promise<void> {
    const file = join(this.folder, normalize(path === '/' ? '/index.html' : path));
    try {
      const body = await readFile(file);
      response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }
}

/** Undefined where the page was closed in the middle of it. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of request) parts.push(part as Uint8Array);
  } catch {
    return undefined;
  }
  return Buffer.concat(parts).toString();
}

/** Counter of the first frame at a time. */
function counterAt(time: Micros): number {
  return (Math.floor(time / PICTURE_MICROS) % 100_000_000) * SLOT_FRAMES;
}

/** What a viewer asks for. */
interface Command {
  readonly type: string;
  readonly id?: number;
  readonly to?: string;
  readonly speed?: string;
}

/** One viewer socket. */
class Viewer {
  private readonly timer: NodeJS.Timeout;
  private next: Micros = 0;
  private live = false;
  private paused = false;
  private speed = 1;
  private paceFrom: { media: Micros; wall: Micros } = { media: 0, wall: 0 };

  constructor(
    private readonly server: MockServer,
    private readonly socket: ServerSocket,
    address: URL,
  ) {
    const { now, edge, recorded } = server;
    socket.onMessage = (text) => this.command(JSON.parse(text) as Command);
    socket.json({
      type: 'info',
      device: address.pathname.split('/')[3],
      now: formatTime(now),
      recorded: { first: formatTime((recorded[0] as Stretch).from), last: formatTime(edge) },
      live: true,
      lastFrameAt: formatTime(edge),
    });
    this.speed = Number(address.searchParams.get('speed') ?? '1');
    this.goTo(address.searchParams.get('from') ?? 'live', undefined);
    this.timer = setInterval(() => this.send(), STEP_MILLIS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private command(command: Command): void {
    if (command.type === 'pause') this.paused = true;
    if (command.type === 'play') {
      this.paused = false;
      this.paceFrom = { media: this.next, wall: this.server.now };
    }
    if (command.type === 'rate') {
      this.speed = Number(command.speed);
      this.paceFrom = { media: this.next, wall: this.server.now };
    }
    if (command.type === 'seek') this.goTo(command.to ?? 'live', command.id);
    if (command.type === 'live') this.goTo('live', command.id);
  }

  private goTo(to: string, reply: number | undefined): void {
    const { edge, now } = this.server;
    this.live = to === 'live';
    const asked = this.live ? edge : (parseTime(to) as Micros);
    this.next = this.server.keyTimeAt(asked);
    const silent = this.server.behaviour.silentSince !== undefined && this.live;
    if (silent) this.next = edge + 1;
    this.paused = false;
    this.paceFrom = { media: this.next, wall: now };
    const time = formatTime(this.next);
    const source = this.live ? 'live' : this.next > now - 3 * MINUTE ? 'buffer' : 'archive';
    this.socket.json({ type: 'position', day: time.slice(0, 10), run: 1, counter: 0, time, source, reply });
    const { footage, behaviour } = this.server;
    if (footage === undefined) return;
    const config = { type: 'config', day: dayOf(this.next), run: 1 };
    if (!behaviour.telemetryOnly) {
      const codec = behaviour.codec ?? footage.codec;
      const record = Buffer.from(footage.record).toString('base64');
      this.socket.json({
        ...config,
        track: 0,
        number: 1,
        kind: 'video',
        codec,
        width: WIDTH,
        height: HEIGHT,
        record,
      });
      const audio = { kind: 'audio', codec: 'opus', sampleRate: 48_000, channels: 1, record: '' };
      this.socket.json({ ...config, track: 1, number: 1, ...audio });
    }
  }

  private send(): void {
    if (this.paused) return;
    const { server } = this;
    const paced = this.paceFrom.media + BURST + (server.now - this.paceFrom.wall) * this.speed;
    const until = this.live ? server.edge : Math.min(server.edge, paced);
    const frames: Uint8Array[] = [];
    for (; this.next + PICTURE_MICROS <= until; this.next += PICTURE_MICROS) {
      const within = server.recorded.some(({ from, to }) => this.next >= from && this.next < to);
      if (within) {
        frames.push(this.slot(this.next));
      } else {
        this.flush(frames);
        const after = server.recorded.find(({ from }) => from > this.next);
        const before = server.recorded.filter(({ to }) => to <= this.next).at(-1);
        if (after === undefined || before === undefined) return;
        const reason = server.holes.some(({ from, to }) => this.next >= from && this.next < to)
          ? 'missing'
          : 'no-recording';
        const times = { from: formatTime(before.to), to: formatTime(after.from) };
        const missing = [[counterAt(before.to), counterAt(after.from) - 1]];
        const ranges = reason === 'missing' ? missing : [];
        this.socket.json({ type: 'gap', day: dayOf(after.from), run: 1, ranges, ...times, reason });
        this.next = Math.floor(after.from / PICTURE_MICROS) * PICTURE_MICROS - PICTURE_MICROS;
        while (server.keyTimeAt(this.next + PICTURE_MICROS) <= this.next) this.next += PICTURE_MICROS;
        this.paceFrom = { media: this.next - BURST, wall: server.now };
      }
    }
    this.flush(frames);
  }

  private flush(frames: Uint8Array[]): void {
    if (frames.length > 0) this.socket.binary(concat(...frames));
    frames.length = 0;
  }

  /** All frames of a tenth of a second. */
  private slot(time: Micros): Uint8Array {
    const { footage, behaviour } = this.server;
    const n = this.server.pictureAt(time);
    const base = { day: Math.floor(time / DAY), run: 1, configuration: 1 };
    const counter = counterAt(time);
    const parts: Uint8Array[] = [];
    const picture = footage?.pictures[n];
    if (picture !== undefined && !behaviour.telemetryOnly) {
      const flags = picture.key ? FrameFlags.SYNC : 0;
      const video = { type: FrameType.VIDEO, codec: Codec.H264, flags, time, duration: PICTURE_MICROS };
      const compositionOffset = picture.compositionOffset ?? 0;
      parts.push(buildFrame({ ...base, ...video, counter, compositionOffset, body: picture.data }));
      for (let i = 0; i < 5; i++) {
        const body = footage?.sound[(n * 5 + i) % footage.sound.length] ?? new Uint8Array();
        const at = time + i * 20_000;
        const audio = {
          type: FrameType.AUDIO,
          codec: Codec.OPUS,
          track: 1,
          flags: 1,
          time: at,
          duration: 20_000,
        };
        parts.push(buildFrame({ ...base, ...audio, counter: counter + 1 + i, body }));
      }
    }
    if (n % 5 === 0) {
      const seconds = time / 1e6;
      const values = {
        heartRate: 72 + Math.round(6 * Math.sin(seconds / 9) + 2 * Math.sin(seconds)),
        battery: 81,
        speed: Number((1.4 + 0.3 * Math.sin(seconds / 4)).toFixed(2)),
        position: { latitude: 48.1372, longitude: 11.5756 },
      };
      const body = new TextEncoder().encode(JSON.stringify(values));
      const telemetry = { type: FrameType.TELEMETRY, codec: Codec.JSON, track: 2, flags: 1, time };
      parts.push(buildFrame({ ...base, ...telemetry, counter: counter + 6, body }));
    }
    return concat(...parts);
  }
}
