import { expect, test } from 'vitest';
import { newestAddress, playlistAddress, revisionOf, stretchAround } from '../../src/hls/addresses';
import { HOUR, MINUTE, SECOND } from '../../src/protocol';

const NOON = Date.UTC(2026, 10, 21, 12) * 1000;

test('viewers of the same hour ask for the same stretch', () => {
  const one = stretchAround(NOON + MINUTE, NOON + 100 * HOUR);

  expect(one).toEqual(stretchAround(NOON + 59 * MINUTE, NOON + 99 * HOUR));
  expect(one).toEqual({ kind: 'past', from: NOON - HOUR, to: NOON + 3 * HOUR });
});

test('a stretch ends at now and is never empty', () => {
  expect(stretchAround(NOON, NOON + 2.5 * SECOND).to).toBe(NOON + 2 * SECOND);
  expect(stretchAround(NOON, NOON - 5 * HOUR).to).toBe(NOON - HOUR + SECOND);
});

test('a playlist is asked for by its times, with the access part of a signed address', () => {
  const bearer = { kind: 'bearer', token: 'secret' } as const;
  const access = { kind: 'access', access: 'part' } as const;

  expect(playlistAddress('http://host', 'cam', { kind: 'live' }, bearer)).toBe(
    'http://host/v1/devices/cam/hls.m3u8',
  );
  expect(playlistAddress('http://host', 'film', { kind: 'video' }, access)).toBe(
    'http://host/v1/devices/film/hls.m3u8?day=video&access=part',
  );
  expect(playlistAddress('http://host', 'cam', { kind: 'past', from: 0, to: SECOND }, access)).toBe(
    'http://host/v1/devices/cam/hls.m3u8?from=1970-01-01T00%3A00%3A00.000000Z&to=1970-01-01T00%3A00%3A01.000000Z&access=part',
  );
});

test('the newest revision is asked for without naming one', () => {
  const played = 'http://host/v1/devices/cam/hls/past/v0.m3u8?from=a&to=b&rev=7&CMCD=br%3D900';

  expect(revisionOf(played)).toBe('7');
  expect(newestAddress(played)).toBe('http://host/v1/devices/cam/hls/past/v0.m3u8?from=a&to=b');
});
