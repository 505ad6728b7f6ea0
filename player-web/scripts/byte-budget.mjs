// The page must open within a second on a phone's network: what its first load takes, compressed, stays below the budget.
// What is loaded when it is needed only (HLS) has a budget of its own.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const FIRST_LOAD = 60_000;
const LATER = 220_000;
const folder = process.env.DAYREEL_WEB_OUT ?? 'target/classes/META-INF/resources';
const page = readFileSync(join(folder, 'index.html'), 'utf8');
const all = readdirSync(join(folder, 'assets'));
const first = all.filter((name) => page.includes(`assets/${name}`));
const later = all.filter((name) => !first.includes(name));

function check(what, names, budget, start = 0) {
  const size = (name) => gzipSync(readFileSync(join(folder, 'assets', name))).length;
  const bytes = names.reduce((sum, name) => sum + size(name), start);
  if (bytes <= budget) return;
  console.error(
    `${what} takes ${bytes} bytes compressed, more than the budget of ${budget} (scripts/byte-budget.mjs).`,
  );
  process.exit(1);
}

check("The page's first load", first, FIRST_LOAD, gzipSync(page).length);
check('What the page loads later', later, LATER);
