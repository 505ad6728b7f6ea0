import { expect, test } from 'vitest';
import { chooseTransport } from '../../src/playback';

const ALL = { isSecure: true, hasVideoDecoder: true, hasMediaSource: true, asksForHls: false };

test('frames are played where the page can decode them', () => {
  expect(chooseTransport(ALL)).toEqual({ kind: 'frames' });
  expect(chooseTransport({ ...ALL, hasMediaSource: false, asksForHls: true })).toEqual({ kind: 'frames' });
});

test('HLS is played elsewhere, and where it is asked for, and it is said why', () => {
  const transports = [
    { ...ALL, asksForHls: true },
    { ...ALL, isSecure: false, hasVideoDecoder: false },
    { ...ALL, hasVideoDecoder: false },
  ].map(chooseTransport);

  expect(transports).toEqual([
    { kind: 'hls', why: 'the address asks for it' },
    { kind: 'hls', why: 'the page is not on HTTPS' },
    { kind: 'hls', why: 'this browser decodes no video for pages' },
  ]);
});

test('a browser with neither plays nothing', () => {
  const none = { ...ALL, hasVideoDecoder: false, hasMediaSource: false };

  expect(chooseTransport(none)).toEqual({ kind: 'none', insecure: false });
  expect(chooseTransport({ ...none, isSecure: false })).toEqual({ kind: 'none', insecure: true });
});
