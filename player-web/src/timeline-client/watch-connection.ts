import { formatTime, type Micros } from '../protocol';
import { Backoff } from './backoff';
import { sign, subprotocols, type Credential } from './credential';
import { parseMessage, type ServerMessage, type ViewerCommand } from './messages';
import type { Problem } from './rest-client';

/** A position to watch from. */
export type Start = { readonly kind: 'live' } | { readonly kind: 'time'; readonly time: Micros };

/** Where the connection stands; `refused` is final until {@link WatchConnection.open} is called again. */
export type ConnectionState =
  | { readonly kind: 'connecting'; readonly attempt: number }
  | { readonly kind: 'open' }
  | {
      readonly kind: 'waiting';
      readonly attempt: number;
      readonly millis: number;
      readonly problem?: Problem;
    }
  | { readonly kind: 'refused'; readonly problem?: Problem }
  | { readonly kind: 'closed' };

/** What a connection needs from the player; all are called on the page's thread. */
export interface WatchHandlers {
  /** Where to go on, asked at every (re)connection. */
  resume(): { from: Start; speed: number };
  message(message: ServerMessage): void;
  /** Whole frame messages back to back. */
  frames(message: Uint8Array): void;
  state(state: ConnectionState): void;
  /** Why a socket that never opened may have failed: a browser does not say. Undefined: nothing wrong is known. */
  diagnose(): Promise<Problem | undefined>;
}

/** The part of WebSocket that is used; a test gives a fake. */
export type Socket = Pick<WebSocket, 'binaryType' | 'close' | 'send' | 'readyState'> & {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
};

/** What the connection takes from its surroundings; the defaults are the browser's. */
export interface WatchSurroundings {
  connect(address: string, protocols: string[]): Socket;
  after(millis: number, action: () => void): () => void;
  random(): number;
}

const BROWSER: WatchSurroundings = {
  connect: (address, protocols) => new WebSocket(address, protocols) as Socket,
  after: (millis, action) => {
    const timer = setTimeout(action, millis);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};

const UNAUTHORISED = 4401;
const STABLE_MILLIS = 5_000;
const OPENING_MILLIS = 10_000;

/**
 * The viewer WebSocket of one device, kept open: a lost connection is opened again with growing waits, from where the
 * player stands by then. Between a seek and the server's reply to it no frame is delivered, so that the player never
 * sees a frame of the old position after it asked for the new one. A refused token ends the attempts.
 */
export class WatchConnection {
  private socket: Socket | undefined;
  private cancelTimer: () => void = () => {};
  private readonly backoff: Backoff;
  private attempt = 0;
  private lastId = 0;
  private awaited: number | undefined;
  private isOpen = false;
  private isClosed = false;
  private waiting: ConnectionState & { kind: 'waiting' } = { kind: 'waiting', attempt: 0, millis: 0 };
  /** What the last diagnosis found, until a connection opens. */
  private problem: Problem | undefined;

  constructor(
    private readonly base: string,
    private readonly device: string,
    private readonly credential: Credential,
    private readonly handlers: WatchHandlers,
    private readonly around: WatchSurroundings = BROWSER,
  ) {
    this.backoff = new Backoff(around.random);
  }

  /** Connects; a running attempt or connection is given up first. */
  open(): void {
    this.drop();
    this.isClosed = false;
    this.attempt++;
    this.handlers.state({ kind: 'connecting', attempt: this.attempt });
    const socket = this.around.connect(this.address(), subprotocols(this.credential));
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    let opened = false;
    this.cancelTimer = this.around.after(OPENING_MILLIS, () => {
      socket.close();
      void this.lost(socket, 1006, opened);
    });
    socket.onopen = () => {
      opened = this.isOpen = true;
      this.problem = undefined;
      this.attempt = 0;
      this.cancelTimer();
      this.cancelTimer = this.around.after(STABLE_MILLIS, () => this.backoff.reset());
      this.handlers.state({ kind: 'open' });
    };
    socket.onmessage = (event) => this.received(event.data);
    socket.onclose = (event) => void this.lost(socket, event.code, opened);
  }

  /** Closes for good. */
  close(): void {
    this.drop();
    this.isClosed = true;
    this.handlers.state({ kind: 'closed' });
  }

  play(): void {
    this.send({ type: 'play' });
  }

  pause(): void {
    this.send({ type: 'pause' });
  }

  rate(speed: number): void {
    this.send({ type: 'rate', speed: String(speed) });
  }

  /** Asks for another position. @returns false if not connected: the next connection resumes there by itself */
  seek(to: Start): boolean {
    const id = ++this.lastId;
    const sent = this.send(
      to.kind === 'live' ? { type: 'live', id } : { type: 'seek', id, to: formatTime(to.time) },
    );
    if (sent) this.awaited = id;
    return sent;
  }

  private address(): string {
    const { from, speed } = this.handlers.resume();
    const address = new URL(`/v1/devices/${this.device}/watch`, this.base.replace(/^http/, 'ws'));
    address.searchParams.set('from', from.kind === 'live' ? 'live' : formatTime(from.time));
    if (from.kind === 'time' && speed !== 1) address.searchParams.set('speed', String(speed));
    return sign(address, this.credential).href;
  }

  private send(command: ViewerCommand): boolean {
    if (this.socket?.readyState !== 1) return false;
    this.socket.send(JSON.stringify(command));
    return true;
  }

  private received(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      if (this.awaited === undefined) this.handlers.frames(new Uint8Array(data));
      return;
    }
    const message = parseMessage(String(data));
    if (message === undefined) return;
    if (this.awaited !== undefined) {
      if (message.type === 'position' && message.reply === this.awaited) {
        this.awaited = undefined;
      } else if (message.type === 'error') {
        this.awaited = undefined;
      } else if (message.type !== 'info' && message.type !== 'config') {
        return;
      }
    }
    this.handlers.message(message);
  }

  private async lost(socket: Socket, code: number, opened: boolean): Promise<void> {
    if (socket !== this.socket) return;
    this.drop();
    if (code === UNAUTHORISED) {
      this.refuse();
      return;
    }
    this.waitAndOpen();
    if (opened) return;
    const problem = await this.handlers.diagnose();
    // The next attempt may have begun meanwhile: a refusal ends it, unless it was taken after all.
    if (problem === undefined || this.isOpen || this.isClosed) return;
    this.problem = problem;
    if (problem.isRefusal) {
      this.refuse(problem);
    } else if (this.socket === undefined) {
      this.handlers.state({ ...this.waiting, problem });
    }
  }

  private waitAndOpen(): void {
    const millis = this.backoff.next();
    this.waiting = { kind: 'waiting', attempt: this.attempt, millis };
    this.handlers.state(
      this.problem === undefined ? this.waiting : { ...this.waiting, problem: this.problem },
    );
    this.cancelTimer = this.around.after(millis, () => this.open());
  }

  private refuse(problem?: Problem): void {
    this.drop();
    this.isClosed = true;
    this.handlers.state(problem === undefined ? { kind: 'refused' } : { kind: 'refused', problem });
  }

  private drop(): void {
    this.isOpen = false;
    this.cancelTimer();
    this.cancelTimer = () => {};
    this.awaited = undefined;
    const socket = this.socket;
    this.socket = undefined;
    if (socket === undefined) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}
