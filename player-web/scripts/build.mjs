// Runs the module's build steps for Maven and leaves out those whose inputs did not change since they last passed.
// A step's stamp (target/stamps/<step>) holds the hash of everything that the step reads.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';

const SOURCES = [
  'src',
  'public',
  'index.html',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'tsconfig.json',
];
const TESTS = ['test', 'screens', 'tsconfig.test.json', '../libs/frame-protocol/src/test/resources/golden'];
const OUTPUT = 'target/classes/META-INF/resources/index.html';

const STEPS = {
  install: {
    reads: ['package.json', 'package-lock.json', '.npmrc'],
    makes: 'node_modules/.package-lock.json',
    run: ['npm', 'ci', '--prefer-offline', '--no-progress', '--loglevel=error'],
  },
  build: { reads: SOURCES, makes: OUTPUT, run: ['npm', 'run', '--silent', 'build'] },
  check: {
    reads: [...SOURCES, ...TESTS, 'README.md', '.prettierrc.json', '.prettierignore'],
    run: ['npm', 'run', '--silent', 'check'],
  },
  test: { reads: [...SOURCES, ...TESTS], run: ['npm', 'run', '--silent', 'test'] },
};

/** Hash over names and contents of files and folders; what is absent counts as empty. */
function hashOf(paths) {
  const hash = createHash('sha256').update(process.version);
  const add = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) add(join(path, name));
    } else {
      hash.update(`\0${path}\0`).update(readFileSync(path));
    }
  };
  paths.forEach(add);
  return hash.digest('hex');
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`player-web needs Node.js 20.19 or later, but ${process.execPath} is ${process.version}.`);
    process.exit(1);
  }
}

function perform(name) {
  const step = STEPS[name];
  if (step === undefined) {
    console.error(`unknown step ${name}; there are ${Object.keys(STEPS).join(', ')}`);
    process.exit(2);
  }
  const stamp = join('target', 'stamps', name);
  const hash = hashOf(step.reads);
  const done = existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  if (done && (step.makes === undefined || existsSync(step.makes))) return;
  const [command, ...args] = step.run;
  const result = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
  });
  if (result.status !== 0) {
    console.error(
      `player-web: "${step.run.join(' ')}" failed${result.error ? `: ${result.error.message}` : ''}`,
    );
    process.exit(result.status ?? 1);
  }
  mkdirSync(join('target', 'stamps'), { recursive: true });
  writeFileSync(stamp, hash);
}

checkNode();
process.argv.slice(2).forEach(perform);
