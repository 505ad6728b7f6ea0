import { expect, test } from 'vitest';
import { levelNames } from '../../src/video/names';

test('variants are told apart by height, and by bitrate where heights are the same', () => {
  const names = levelNames([
    { height: 720, bitrate: 2_500_000 },
    { height: 1080, bitrate: 8_000_000 },
    { height: 1080, bitrate: 4_000_000 },
    { height: 0, bitrate: 128_000 },
  ]);

  expect(names).toEqual(['720p', '1080p, 8.0 Mbit/s', '1080p, 4.0 Mbit/s', '0.1 Mbit/s']);
});
