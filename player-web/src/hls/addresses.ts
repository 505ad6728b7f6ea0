import { formatTime, HOUR, type Micros } from '../protocol';
import { sign, type Credential } from '../timeline-client';

/** What is loaded: the live playlist with its window, or a stretch of the past. `to` is not included. */
export type Stretch =
  { readonly kind: 'live' } | { readonly kind: 'past'; readonly from: Micros; readonly to: Micros };

/** The whole of what was uploaded as one video. */
export type Upload = { readonly kind: 'video' };

const BEFORE: Micros = HOUR;
const LENGTH: Micros = 4 * HOUR;
/** Less than this is not worth a playlist. */
const LEAST: Micros = 1_000_000;

/**
 * The stretch of the past in which a time is played: whole hours, so that viewers of the same time ask for the same
 * playlist, and never beyond now, so that what is being recorded does not make ever new revisions of it.
 */
export function stretchAround(time: Micros, now: Micros): Stretch & { kind: 'past' } {
  const from = Math.floor(time / HOUR) * HOUR - BEFORE;
  const whole = Math.floor(now / 1_000_000) * 1_000_000;
  return { kind: 'past', from, to: Math.max(from + LEAST, Math.min(from + LENGTH, whole)) };
}

/** Address of the multivariant playlist of a stretch or of an uploaded video. */
export function playlistAddress(
  base: string,
  device: string,
  stretch: Stretch | Upload,
  credential: Credential,
): string {
  const address = new URL(`/v1/devices/${device}/hls.m3u8`, base);
  if (stretch.kind === 'past') {
    address.searchParams.set('from', formatTime(stretch.from));
    address.searchParams.set('to', formatTime(stretch.to));
  } else if (stretch.kind === 'video') {
    address.searchParams.set('day', 'video');
  }
  return sign(address, credential).href;
}

/** A media playlist's address without what a player adds and without its revision: it leads to the newest one. */
export function newestAddress(playlist: string): string {
  const address = new URL(playlist);
  for (const name of ['rev', 'CMCD', '_HLS_msn', '_HLS_part', '_HLS_skip']) address.searchParams.delete(name);
  return address.href;
}

/** The revision that a media playlist's address names. */
export function revisionOf(playlist: string): string | undefined {
  return new URL(playlist).searchParams.get('rev') ?? undefined;
}
