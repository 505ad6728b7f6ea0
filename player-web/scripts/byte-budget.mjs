// The page must open within a second on a phone's network: what it loads, compressed, stays below the budget.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET = 60_000;
const folder = process.env.DAYREEL_WEB_OUT ?? 'target/classes/META-INF/resources';
const assets = join(folder, 'assets');
const files = [join(folder, 'index.html'), ...readdirSync(assets).map((name) => join(assets, name))];
const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
if (bytes > BUDGET) {
  console.error(
    `The page takes ${bytes} bytes compressed, more than the budget of ${BUDGET} (scripts/byte-budget.mjs).`,
  );
  process.exit(1);
}
