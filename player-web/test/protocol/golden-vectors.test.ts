import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';

const GOLDEN = new URL('../../../libs/frame-protocol/src/test/resources/golden/frames/', import.meta.url);

test.skipIf(!existsSync(GOLDEN))('there are golden vectors', () => {
  expect(readdirSync(GOLDEN).length).toBeGreaterThan(0);
});
