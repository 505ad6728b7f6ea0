import { dayOf, parseTime, type Micros, type TrackFormat } from '../protocol';

/** Where frames come from at the moment. */
export type Source = 'live' | 'buffer' | 'archive';

/** `[first, last]` counters, both included. */
export type CounterRange = readonly [number, number];

export interface Info {
  readonly type: 'info';
  readonly device: string;
  /** The server's clock. */
  readonly now: Micros;
  readonly first: Micros | undefined;
  readonly last: Micros | undefined;
  readonly live: boolean;
  readonly lastFrameAt: Micros | undefined;
}

export interface Config {
  readonly type: 'config';
  readonly day: string;
  readonly run: number;
  readonly track: number;
  readonly number: number;
  readonly kind: string;
  readonly format: TrackFormat;
  readonly record: Uint8Array<ArrayBuffer>;
}

export interface Position {
  readonly type: 'position';
  readonly day: string;
  readonly run: number;
  readonly counter: number;
  readonly time: Micros | undefined;
  readonly source: Source;
  /** Id of the command that this answers. */
  readonly reply: number | undefined;
}

export interface Gap {
  readonly type: 'gap';
  readonly from: Micros;
  readonly to: Micros;
  readonly reason: string;
  /** The run that the missing frames are of; empty day where the message did not say. */
  readonly day: string;
  readonly run: number;
  /** Counters that are missing; none where nothing was recorded. */
  readonly ranges: readonly CounterRange[];
}

/** Frames that were missing have come. */
export interface Healed {
  readonly type: 'healed';
  readonly day: string;
  readonly run: number;
  readonly ranges: readonly CounterRange[];
  /** Capture times of the first and the last of them. */
  readonly from: Micros;
  readonly to: Micros;
}

export interface Skipped {
  readonly type: 'skipped';
  readonly frames: number;
  readonly reason: string;
}

export interface Ended {
  readonly type: 'end';
  readonly reason: string;
}

export interface Refusal {
  readonly type: 'error';
  readonly code: string;
  readonly detail: string;
}

/** Text messages from server to viewer, as in the control message reference. */
export type ServerMessage =
  Info | Config | Position | Gap | Skipped | Ended | Refusal | Healed | { readonly type: 'live' };

/** Commands from viewer to server. */
export type ViewerCommand =
  | { type: 'play' }
  | { type: 'pause' }
  | { type: 'seek'; id: number; to: string }
  | { type: 'live'; id: number }
  | { type: 'rate'; speed: string };

type Json = Record<string, unknown>;

/** @returns the message, or undefined where its type is not known or it lacks what its type needs */
export function parseMessage(text: string): ServerMessage | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  return typeof json === 'object' && json !== null ? fromJson(json as Json) : undefined;
}

function fromJson(json: Json): ServerMessage | undefined {
  switch (json['type']) {
    case 'info':
      return info(json);
    case 'config':
      return config(json);
    case 'position':
      return position(json);
    case 'gap':
      return gap(json);
    case 'skipped':
      return { type: 'skipped', frames: framesIn(json['ranges']), reason: text(json['reason']) };
    case 'healed':
      return healed(json);
    case 'live':
      return { type: 'live' };
    case 'end':
      return { type: 'end', reason: text(json['reason']) };
    case 'error':
      return { type: 'error', code: text(json['code']), detail: text(json['detail']) };
    default:
      return undefined;
  }
}

function info(json: Json): Info | undefined {
  const now = time(json['now']);
  if (now === undefined) return undefined;
  const recorded = (json['recorded'] ?? {}) as Json;
  return {
    type: 'info',
    device: text(json['device']),
    now,
    first: time(recorded['first']),
    last: time(recorded['last']),
    live: json['live'] === true,
    lastFrameAt: time(json['lastFrameAt']),
  };
}

function config(json: Json): Config | undefined {
  const { day, run, track, number, codec } = json;
  if (typeof day !== 'string' || typeof codec !== 'string') return undefined;
  if (typeof run !== 'number' || typeof track !== 'number' || typeof number !== 'number') return undefined;
  const kind = text(json['kind']);
  const record = bytes(text(json['record']));
  return { type: 'config', day, run, track, number, kind, format: json as unknown as TrackFormat, record };
}

function position(json: Json): Position {
  const at = time(json['time']);
  const source = json['source'];
  return {
    type: 'position',
    day: typeof json['day'] === 'string' ? json['day'] : at === undefined ? '' : dayOf(at),
    run: typeof json['run'] === 'number' ? json['run'] : 0,
    counter: typeof json['counter'] === 'number' ? json['counter'] : 0,
    time: at,
    source: source === 'live' || source === 'buffer' ? source : 'archive',
    reply: typeof json['reply'] === 'number' ? json['reply'] : undefined,
  };
}

function gap(json: Json): Gap | undefined {
  const from = time(json['from']);
  const to = time(json['to']);
  if (from === undefined || to === undefined) return undefined;
  return { type: 'gap', from, to, reason: text(json['reason']), ...framesOfRun(json) };
}

function healed(json: Json): Healed | undefined {
  const from = time(json['from']);
  const to = time(json['to']);
  return from === undefined || to === undefined
    ? undefined
    : { type: 'healed', from, to, ...framesOfRun(json) };
}

function framesOfRun(json: Json): { day: string; run: number; ranges: CounterRange[] } {
  const run = typeof json['run'] === 'number' ? json['run'] : 0;
  return { day: text(json['day']), run, ranges: rangesOf(json['ranges']) };
}

function framesIn(ranges: unknown): number {
  return rangesOf(ranges).reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

function rangesOf(value: unknown): CounterRange[] {
  const isRange = (range: unknown): range is CounterRange =>
    Array.isArray(range) && typeof range[0] === 'number' && typeof range[1] === 'number';
  return Array.isArray(value) ? value.filter(isRange) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function time(value: unknown): Micros | undefined {
  return typeof value === 'string' ? parseTime(value) : undefined;
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
