import { expect, test } from 'vitest';
import {
  Problem,
  WatchConnection,
  type ConnectionState,
  type ServerMessage,
  type Socket,
  type Start,
} from '../../src/timeline-client';

class FakeSocket {
  binaryType: BinaryType = 'blob';
  readyState = 0;
  sent: string[] = [];
  closed = false;
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;

  constructor(
    readonly address: URL,
    readonly protocols: string[],
  ) {}

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closed = true;
    this.readyState = 3;
  }

  opens(): void {
    this.readyState = 1;
    this.onopen?.({} as Event);
  }

  says(message: object | ArrayBuffer): void {
    const data = message instanceof ArrayBuffer ? message : JSON.stringify(message);
    this.onmessage?.({ data } as MessageEvent);
  }

  loses(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code } as CloseEvent);
  }
}

/** A player, a server and a time that the test moves. */
class World {
  readonly sockets: FakeSocket[] = [];
  readonly states: ConnectionState[] = [];
  readonly messages: ServerMessage[] = [];
  frames = 0;
  from: Start = { kind: 'live' };
  problem: Problem | undefined;
  private timers: { at: number; action: () => void }[] = [];
  private now = 0;
  readonly connection: WatchConnection;

  constructor(
    credential: ConstructorParameters<typeof WatchConnection>[2] = { kind: 'bearer', token: 'abc' },
  ) {
    this.connection = new WatchConnection(
      'https://cloud.example',
      'front-door',
      credential,
      {
        resume: () => ({ from: this.from, speed: 1 }),
        message: (message) => this.messages.push(message),
        frames: () => this.frames++,
        state: (state) => this.states.push(state),
        diagnose: () => Promise.resolve(this.problem),
      },
      {
        connect: (address, protocols) => {
          const socket = new FakeSocket(new URL(address), protocols);
          this.sockets.push(socket);
          return socket as unknown as Socket;
        },
        after: (millis, action) => {
          const timer = { at: this.now + millis, action };
          this.timers.push(timer);
          return () => (this.timers = this.timers.filter((other) => other !== timer));
        },
        random: () => 1,
      },
    );
  }

  get socket(): FakeSocket {
    return this.sockets.at(-1) as FakeSocket;
  }

  get state(): ConnectionState {
    return this.states.at(-1) as ConnectionState;
  }

  async passes(millis: number): Promise<void> {
    this.now += millis;
    const due = this.timers.filter(({ at }) => at <= this.now);
    this.timers = this.timers.filter(({ at }) => at > this.now);
    due.forEach(({ action }) => action());
    for (let i = 0; i < 5; i++) await Promise.resolve();
  }

  connected(): this {
    this.connection.open();
    this.socket.opens();
    return this;
  }
}

const INFO = { type: 'info', device: 'front-door', now: '2026-11-21T10:00:00Z', live: true };
const POSITION = { type: 'position', day: '2026-11-21', run: 1, counter: 0, time: '2026-11-21T09:00:00Z' };

test('the token travels in the subprotocol and never in the address', () => {
  const world = new World().connected();

  expect(world.socket.address.href).toBe('wss://cloud.example/v1/devices/front-door/watch?from=live');
  expect(world.socket.protocols).toEqual(['dayreel.viewer.v1', 'dayreel.bearer.abc']);
});

test('a signed address is used as it was signed', () => {
  const world = new World({ kind: 'access', access: 'xyz' }).connected();

  expect(world.socket.address.searchParams.get('access')).toBe('xyz');
  expect(world.socket.protocols).toEqual(['dayreel.viewer.v1']);
});

test('a lost connection is opened again from where the player stands by then', async () => {
  const world = new World().connected();
  world.from = { kind: 'time', time: Date.parse('2026-11-21T09:59:01.5Z') * 1000 };

  world.socket.loses();
  await world.passes(500);

  expect(world.sockets.length).toBe(2);
  expect(world.socket.address.searchParams.get('from')).toBe('2026-11-21T09:59:01.500000Z');
});

test('waits double up to a quarter of a minute, and start anew after a connection that held', async () => {
  const world = new World();
  world.connection.open();

  const waits: number[] = [];
  for (let i = 0; i < 8; i++) {
    world.socket.loses();
    await world.passes(0);
    const { state } = world;
    const millis = state.kind === 'waiting' ? state.millis : NaN;
    waits.push(millis);
    await world.passes(millis);
  }
  world.socket.opens();
  await world.passes(5_000);
  world.socket.loses();

  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  expect(world.state).toMatchObject({ kind: 'waiting', millis: 500 });
});

test('an attempt that gets no answer is given up after ten seconds', async () => {
  const world = new World();
  world.connection.open();

  await world.passes(10_000);

  expect(world.socket.closed).toBe(true);
  expect(world.state.kind).toBe('waiting');
});

test('a refused token ends the attempts, whether the socket or the query says so', async () => {
  const bySocket = new World().connected();
  bySocket.socket.loses(4401);
  const byQuery = new World();
  byQuery.problem = new Problem(401, 'Not authorised', '', undefined);
  byQuery.connection.open();
  byQuery.socket.loses();
  await byQuery.passes(60_000);

  expect(bySocket.state.kind).toBe('refused');
  expect(byQuery.state.kind).toBe('refused');
  expect(byQuery.sockets.length).toBeLessThanOrEqual(2);
});

test('a failing server is named and tried again', async () => {
  const world = new World();
  world.problem = new Problem(503, 'Starting', '', 'trace-1');
  world.connection.open();

  world.socket.loses();
  await world.passes(0);
  const told = world.state;
  await world.passes(500);

  expect(told).toMatchObject({ kind: 'waiting', problem: { title: 'Starting', trace: 'trace-1' } });
  expect(world.sockets.length).toBe(2);
});

test('between a seek and its reply nothing of the old position is delivered', () => {
  const world = new World().connected();
  world.socket.says(INFO);
  world.socket.says(new ArrayBuffer(40));

  world.connection.seek({ kind: 'time', time: 0 });
  world.socket.says(new ArrayBuffer(40));
  world.socket.says({
    type: 'gap',
    from: '2026-11-21T09:00:00Z',
    to: '2026-11-21T09:01:00Z',
    reason: 'missing',
  });
  world.socket.says({ ...POSITION, source: 'live' });
  world.socket.says({ ...POSITION, source: 'archive', reply: 1 });
  world.socket.says(new ArrayBuffer(40));

  expect(world.socket.sent).toEqual(['{"type":"seek","id":1,"to":"1970-01-01T00:00:00.000000Z"}']);
  expect(world.messages.map(({ type }) => type)).toEqual(['info', 'position']);
  expect(world.frames).toBe(2);
});

test('of two seeks in a row only the reply to the last one counts', () => {
  const world = new World().connected();

  world.connection.seek({ kind: 'time', time: 0 });
  world.connection.seek({ kind: 'live' });
  world.socket.says({ ...POSITION, reply: 1 });
  world.socket.says(new ArrayBuffer(40));
  const before = world.frames;
  world.socket.says({ ...POSITION, reply: 2 });
  world.socket.says(new ArrayBuffer(40));

  expect(before).toBe(0);
  expect(world.frames).toBe(1);
});

test('a closed connection stays closed', async () => {
  const world = new World().connected();

  world.connection.close();
  await world.passes(60_000);

  expect(world.sockets.length).toBe(1);
  expect(world.socket.closed).toBe(true);
});
