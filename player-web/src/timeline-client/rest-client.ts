import { formatTime, parseTime, type Micros } from '../protocol';
import { headers, sign, type Credential } from './credential';
import type { CounterRange } from './messages';

export interface Device {
  readonly device: string;
  readonly firstDay?: string;
  readonly lastDay?: string;
  readonly lastFrameAt?: string;
  readonly connected?: boolean;
  readonly bytes?: number;
}

export interface Day {
  readonly day: string;
  readonly frames: number;
  readonly bytes: number;
  readonly first?: string;
  readonly last?: string;
}

export interface TimelineSpan {
  readonly from: string;
  readonly to: string;
  readonly run: number;
  readonly counters?: readonly CounterRange[];
}

export interface TimelineHole extends TimelineSpan {
  readonly reason: string;
}

export interface TimelineEvent {
  readonly time: string;
  readonly run: number;
  readonly counter: number;
  readonly track?: number;
  readonly type: string;
  /** JSON text, as the device sent it. */
  readonly body?: string;
}

export interface Timeline {
  readonly day: string;
  /** Changes when the answer does. */
  readonly revision?: number | string;
  readonly recorded: readonly TimelineSpan[];
  readonly holes: readonly TimelineHole[];
}

export interface Received {
  readonly day: string;
  readonly runs: readonly {
    readonly run: number;
    readonly firstTime?: string;
    readonly lastTime?: string;
    readonly ranges?: readonly CounterRange[];
  }[];
}

export interface Missing {
  readonly day: string;
  readonly received: number;
  readonly expected: number;
  readonly missing: number;
  readonly runs: readonly {
    readonly run: number;
    /** Frames that can never come, by reason. */
    readonly lost?: readonly { readonly ranges: readonly CounterRange[]; readonly reason: string }[];
  }[];
}

/** An answer other than 2xx, as an RFC 9457 problem; status 0 where there was no answer. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    /** What an operator can look the case up by. */
    readonly trace: string | undefined,
  ) {
    super(detail === '' ? title : `${title}: ${detail}`);
    this.name = 'Problem';
  }

  get isRefusal(): boolean {
    return this.status === 401 || this.status === 403;
  }
}

const TIMEOUT_MILLIS = 10_000;
const MAX_PAGES = 10;

/** Queries of the API. Every call ends within 10 s and throws {@link Problem} where it has no good answer. */
export class RestClient {
  constructor(
    private readonly base: string,
    private readonly credential: Credential,
    private readonly fetcher: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  devices(): Promise<Device[]> {
    return this.pages<Device>('/v1/devices', 'devices');
  }

  device(device: string): Promise<Device> {
    return this.get<Device>(`/v1/devices/${device}`);
  }

  days(device: string): Promise<Day[]> {
    return this.pages<Day>(`/v1/devices/${device}/days`, 'days');
  }

  async timeline(device: string, day: string): Promise<Timeline> {
    const answer = await this.get<Partial<Timeline>>(`/v1/devices/${device}/days/${day}/timeline`);
    const { revision, recorded = [], holes = [] } = answer;
    return { day, recorded, holes, ...(revision === undefined ? {} : { revision }) };
  }

  /** Events of a stretch of time, archived or not. */
  events(device: string, from: Micros, to: Micros): Promise<TimelineEvent[]> {
    const query = `from=${formatTime(from)}&to=${formatTime(to)}`;
    return this.pages<TimelineEvent>(`/v1/devices/${device}/events?${query}`, 'events');
  }

  /** Runs that ingest has received, archived or not. */
  async received(device: string, day: string): Promise<Received> {
    const answer = await this.get<Partial<Received>>(`/v1/devices/${device}/days/${day}/received`);
    return { day, runs: answer.runs ?? [] };
  }

  /** What is missing of a day, and what of it is lost for good. */
  async missing(device: string, day: string): Promise<Missing> {
    const answer = await this.get<Partial<Missing>>(`/v1/devices/${device}/days/${day}/missing`);
    const { received = 0, expected = 0, missing = 0, runs = [] } = answer;
    return { day, received, expected, missing, runs };
  }

  /** A small JPEG of the picture at a time. */
  async thumbnail(device: string, at: Micros, width: number): Promise<Blob> {
    const query = `at=${formatTime(at)}&width=${width}`;
    return (await this.ask(`/v1/devices/${device}/thumbnail.jpg?${query}`, 'image/jpeg')).blob();
  }

  private async pages<T>(path: string, list: string): Promise<T[]> {
    const all: T[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const query = cursor === undefined ? 'limit=1000' : `limit=1000&cursor=${encodeURIComponent(cursor)}`;
      const answer = await this.get<Record<string, unknown>>(
        `${path}${path.includes('?') ? '&' : '?'}${query}`,
      );
      all.push(...((answer[list] as T[] | undefined) ?? []));
      cursor = typeof answer['next'] === 'string' ? answer['next'] : undefined;
      if (cursor === undefined) break;
    }
    return all;
  }

  private async get<T>(path: string): Promise<T> {
    const response = await this.ask(path, 'application/json');
    try {
      return (await response.json()) as T;
    } catch {
      throw new Problem(
        response.status,
        'The server answered with something other than JSON',
        path,
        undefined,
      );
    }
  }

  private async ask(path: string, type: string): Promise<Response> {
    const address = sign(new URL(path, this.base), this.credential);
    let response: Response;
    try {
      response = await this.fetcher(address, {
        headers: { Accept: type, ...headers(this.credential) },
        // What is immutable, as pictures of the past are, the browser may keep.
        cache: type === 'application/json' ? 'no-cache' : 'default',
        signal: AbortSignal.timeout(TIMEOUT_MILLIS),
      });
    } catch (error) {
      throw new Problem(
        0,
        'The server does not answer',
        error instanceof Error ? error.message : '',
        undefined,
      );
    }
    if (!response.ok) throw await problemOf(response);
    return response;
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const word = (name: string) => (typeof body[name] === 'string' ? body[name] : undefined);
  const trace = word('traceId') ?? response.headers.get('traceparent')?.split('-')[1] ?? word('instance');
  const title = word('title') ?? (response.statusText || `HTTP ${response.status}`);
  return new Problem(response.status, title, word('detail') ?? '', trace);
}

/** A time of an answer, undefined where it is absent or no time. */
export function timeOf(text: string | undefined): Micros | undefined {
  return text === undefined ? undefined : parseTime(text);
}
