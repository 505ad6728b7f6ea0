import { expect, test } from 'vitest';
import { crc32c } from '../../src/protocol';

test('agrees with the check values of RFC 3720 appendix B.4', () => {
  const ascending = Uint8Array.from({ length: 32 }, (_, i) => i);

  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(ascending)).toBe(0x46dd794e);
  expect(crc32c(ascending.toReversed())).toBe(0x113fdb5c);
});

test('is the same in pieces as at once, at every length and offset', () => {
  const bytes = Uint8Array.from({ length: 67 }, (_, i) => (i * 151 + 7) & 0xff);

  for (let cut = 0; cut <= bytes.length; cut++) {
    const pieces = crc32c(bytes, cut, bytes.length, crc32c(bytes, 0, cut));
    expect(pieces).toBe(crc32c(bytes));
    expect(crc32c(bytes, cut)).toBe(crc32c(bytes.slice(cut)));
  }
});
