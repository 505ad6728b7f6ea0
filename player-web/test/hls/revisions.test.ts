import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Revisions } from '../../src/hls/revisions';

const PLAYED = 'http://host/v1/devices/cam/hls/past/v0.m3u8?from=a&to=b&rev=7';
const NONE = { kind: 'bearer', token: 'abc' } as const;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched(newest: () => { ok: boolean; url: string }) {
  const seen: { address: string; init: RequestInit | undefined }[] = [];
  const newer = vi.fn();
  const fetcher = (async (address: string, init?: RequestInit) => {
    seen.push({ address, init });
    return newest();
  }) as unknown as typeof fetch;
  return { seen, newer, revisions: new Revisions(PLAYED, NONE, newer, fetcher, () => Date.now()) };
}

test('asks every twenty seconds and tells of another revision once', async () => {
  let rev = '7';
  const { seen, newer } = watched(() => ({ ok: true, url: PLAYED.replace('rev=7', `rev=${rev}`) }));

  await vi.advanceTimersByTimeAsync(45_000);
  expect(newer).not.toHaveBeenCalled();
  rev = '8';
  await vi.advanceTimersByTimeAsync(60_000);

  expect(newer).toHaveBeenCalledOnce();
  expect(seen).toHaveLength(3);
  expect(seen[0]?.address).not.toContain('rev');
  expect(seen[0]?.init).toMatchObject({ method: 'HEAD', headers: { Authorization: 'Bearer abc' } });
});

test('a hint is followed at once, but not every hint', async () => {
  const { seen, revisions } = watched(() => ({ ok: true, url: PLAYED }));

  revisions.hint();
  await vi.advanceTimersByTimeAsync(10);
  revisions.hint();
  revisions.hint();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(seen).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(3_000);

  expect(seen).toHaveLength(2);
});

test('an answer that is no playlist changes nothing, and a closed one asks no more', async () => {
  const { seen, newer, revisions } = watched(() => ({ ok: false, url: PLAYED.replace('rev=7', 'rev=8') }));

  await vi.advanceTimersByTimeAsync(25_000);
  revisions.close();
  revisions.hint();
  await vi.advanceTimersByTimeAsync(60_000);

  expect(newer).not.toHaveBeenCalled();
  expect(seen).toHaveLength(1);
});
