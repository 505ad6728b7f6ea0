import type { ServerResponse } from 'node:http';
import { formatTime, parseTime, SECOND, type Micros } from '../src/protocol';
import { initSegment, mediaSegment, SEGMENT_MICROS } from './fragments';
import { HEIGHT, WIDTH } from './footage';
import type { MockServer } from './mock-server';

const WINDOW = 30;

/** The routes of HLS, thumbnails and reports below `/v1/devices/{device}/`, over the same made-up day. */
export class MockHls {
  /** What players reported. */
  readonly reports: Record<string, unknown>[] = [];
  /** Addresses of media playlists and thumbnails that were asked for. */
  readonly asked: string[] = [];

  constructor(private readonly server: MockServer) {}

  /** @returns whether the route is one of these */
  answer(
    method: string,
    path: string,
    query: URLSearchParams,
    body: string,
    response: ServerResponse,
  ): boolean {
    const route = path.split('/').slice(4).join('/');
    const send = (type: string, content: string | Uint8Array, status = 200) => {
      response.writeHead(status, { 'Content-Type': type });
      response.end(method === 'HEAD' ? undefined : content);
      return true;
    };
    const playlist = (lines: string[]) => send('application/vnd.apple.mpegurl', lines.join('\n') + '\n');
    if (query.get('day') === 'video') {
      if (this.server.behaviour.arrived === 0) return send('application/problem+json', '{}', 404);
      if (route === 'hls.m3u8') return playlist(this.video());
      const media = (kind: string, head: string[]) => playlist(this.videoSegments(kind, head));
      if (route === 'hls/past/v0.m3u8') return media('m4s', ['#EXT-X-MAP:URI="../../media/init.mp4"']);
      if (route === 'hls/past/t96.m3u8') return media('vtt', []);
    }
    const cue = /^media\/(\d+)\.vtt$/.exec(route)?.[1];
    if (cue !== undefined) return send('text/vtt', cueOf(Number(cue)));
    if (route === 'hls.m3u8') return playlist(this.multivariant(query));
    if (route === 'hls/live/v0.m3u8') return playlist(this.live());
    if (route === 'hls/past/v0.m3u8') {
      const revision = String(this.server.holes.length);
      this.asked.push(`${route}?${query}`);
      if (query.get('rev') !== revision) {
        query.set('rev', revision);
        response.writeHead(307, { Location: `v0.m3u8?${query}` }).end();
        return true;
      }
      const lines = this.past(query);
      return lines.length > 0 ? playlist(lines) : send('application/problem+json', '{}', 404);
    }
    const { footage } = this.server;
    const segment = /^media\/(\d+)\.m4s$/.exec(route)?.[1];
    if (route === 'media/init.mp4' && footage !== undefined) return send('video/mp4', initSegment(footage));
    if (segment !== undefined && footage !== undefined) {
      return send('video/iso.segment', mediaSegment(footage, Number(segment) * SEGMENT_MICROS));
    }
    if (route === 'thumbnail.jpg') return this.thumbnail(query, send);
    if (route === 'viewer-reports') {
      this.reports.push(JSON.parse(body) as Record<string, unknown>);
      response.writeHead(204).end();
      return true;
    }
    return false;
  }

  private thumbnail(
    query: URLSearchParams,
    send: (type: string, content: string | Uint8Array, status?: number) => boolean,
  ): boolean {
    const at = parseTime(query.get('at') ?? '') ?? 0;
    this.asked.push(`thumbnail.jpg?${query}`);
    const { footage } = this.server;
    const still = footage?.stills[this.server.pictureAt(at)];
    const isRecorded = this.server.recorded.some(({ from, to }) => from <= at && at < to);
    return still === undefined || !isRecorded || at > this.server.now
      ? send('application/problem+json', '{}', 404)
      : send('image/jpeg', still);
  }

  private multivariant(query: URLSearchParams): string[] {
    const codec = this.server.behaviour.codec ?? this.server.footage?.codec;
    const range = query.has('from') ? `?from=${query.get('from')}&to=${query.get('to')}` : '';
    const attributes = `BANDWIDTH=900000,CODECS="${codec}",RESOLUTION=${WIDTH}x${HEIGHT},FRAME-RATE=10`;
    return [
      '#EXTM3U',
      '#EXT-X-VERSION:9',
      `#EXT-X-STREAM-INF:${attributes}`,
      range === '' ? 'hls/live/v0.m3u8' : `hls/past/v0.m3u8${range}`,
    ];
  }

  /** An uploaded video, with captions that say the number of the segment. */
  private video(): string[] {
    const attributes = `BANDWIDTH=900000,CODECS="${this.server.behaviour.codec ?? this.server.footage?.codec}"`;
    return [
      '#EXTM3U',
      '#EXT-X-VERSION:9',
      '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="text",NAME="Deutsch",LANGUAGE="de",AUTOSELECT=YES,DEFAULT=YES,' +
        'URI="hls/past/t96.m3u8?day=video"',
      `#EXT-X-STREAM-INF:${attributes},RESOLUTION=${WIDTH}x${HEIGHT},FRAME-RATE=10,SUBTITLES="text"`,
      'hls/past/v0.m3u8?day=video',
    ];
  }

  private videoSegments(kind: string, head: string[]): string[] {
    const { arrived, complete } = this.server.behaviour;
    const seconds = SEGMENT_MICROS / SECOND;
    const lines = [
      '#EXTM3U',
      '#EXT-X-VERSION:9',
      `#EXT-X-TARGETDURATION:${seconds}`,
      '#EXT-X-MEDIA-SEQUENCE:0',
    ];
    lines.push(`#EXT-X-PLAYLIST-TYPE:${complete ? 'VOD' : 'EVENT'}`, ...head);
    for (let n = 0; n < arrived / seconds; n++)
      lines.push(`#EXTINF:${seconds.toFixed(5)},`, `../../media/${n}.${kind}`);
    return complete ? [...lines, '#EXT-X-ENDLIST'] : lines;
  }

  private live(): string[] {
    const end = Math.floor(this.server.edge / SEGMENT_MICROS);
    const first = end - WINDOW;
    const origin = Math.floor(this.server.started / SEGMENT_MICROS) - 1_000;
    const lines = ['#EXTM3U', '#EXT-X-VERSION:9', `#EXT-X-TARGETDURATION:${SEGMENT_MICROS / SECOND}`];
    lines.push(`#EXT-X-MEDIA-SEQUENCE:${first - origin}`, '#EXT-X-MAP:URI="../../media/init.mp4"');
    for (let n = first; n < end; n++) lines.push(...segmentLines(n));
    return lines;
  }

  private past(query: URLSearchParams): string[] {
    const from = parseTime(query.get('from') ?? '') as Micros;
    const to = Math.min(parseTime(query.get('to') ?? '') as Micros, this.server.edge);
    const lines: string[] = [];
    let last: number | undefined;
    for (let n = Math.floor(from / SEGMENT_MICROS); (n + 1) * SEGMENT_MICROS <= to; n++) {
      const begins = n * SEGMENT_MICROS;
      const isThere = this.server.recorded.some(
        (stretch) => stretch.from <= begins && begins + SEGMENT_MICROS <= stretch.to,
      );
      if (!isThere) continue;
      if (last !== undefined && last !== n - 1) lines.push('#EXT-X-DISCONTINUITY');
      lines.push(...segmentLines(n));
      last = n;
    }
    if (last === undefined) return [];
    const head = ['#EXTM3U', '#EXT-X-VERSION:9', '#EXT-X-PLAYLIST-TYPE:VOD', '#EXT-X-MEDIA-SEQUENCE:0'];
    head.push(`#EXT-X-TARGETDURATION:${SEGMENT_MICROS / SECOND}`, '#EXT-X-MAP:URI="../../media/init.mp4"');
    return [...head, ...lines, '#EXT-X-ENDLIST'];
  }
}

/** WebVTT segment with one cue, as long as the segment. */
function cueOf(n: number): string {
  const seconds = SEGMENT_MICROS / SECOND;
  const time = (at: number) => new Date(at * 1000).toISOString().slice(11, 23);
  const cue = `${time(n * seconds)} --> ${time((n + 1) * seconds)}\nSegment ${n}\n`;
  return `WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n\n${cue}`;
}

function segmentLines(n: number): string[] {
  return [
    `#EXT-X-PROGRAM-DATE-TIME:${formatTime(n * SEGMENT_MICROS)}`,
    `#EXTINF:${(SEGMENT_MICROS / SECOND).toFixed(5)},`,
    `../../media/${n}.m4s`,
  ];
}
