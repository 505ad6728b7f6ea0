import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { MINUTE, SECOND, type Micros } from '../src/protocol';
import { BLOCK } from './footage';
import { TOKEN, type MockServer } from './mock-server';
import { contextOf, INSECURE_HOST, pictureNumber, SHOTS, untilState } from './pages';
import { hasNoBrowser, Stage } from './stage';

const USUAL = { refuses: false, fails: undefined, deaf: false, codec: undefined, silentSince: undefined };

interface PausedPlayer {
  readonly playing: { pause(): void };
}

describe.skipIf(hasNoBrowser)('the page in Chromium', () => {
  let stage: Stage;
  let server: MockServer;

  beforeAll(async () => {
    stage = await Stage.set();
    server = stage.server;
  });

  afterAll(() => stage?.close());

  afterEach(() => {
    Object.assign(server.behaviour, USUAL, {
      devices: ['back-yard', 'front-door'],
      delayMillis: 0,
      telemetryOnly: false,
    });
  });

  const open = (width: 390 | 1440, query = '') => stage.open(query, { width });

  /** Runs the steps at both widths and keeps a picture of each. */
  async function shoot(name: string, steps: (width: 390 | 1440) => Promise<Page>): Promise<void> {
    await Promise.all(
      ([1440, 390] as const).map(async (width) => {
        const page = await steps(width);
        await page.screenshot({ path: `${SHOTS}${name}-${width}.png`, fullPage: width === 390 });
        await page.context().close();
      }),
    );
  }

  async function openAt(width: 390 | 1440, time: Micros): Promise<Page> {
    return open(width, `device=front-door&at=${new Date(time / 1000).toISOString()}`);
  }

  test('live shows rising pictures with a small delay', async () => {
    const page = await open(1440);
    await untilState(page, 'playing');
    await page.waitForTimeout(1_500);

    const seen: { number: number; shown: Micros; delay: number }[] = [];
    for (let i = 0; i < 8; i++) {
      const number = await pictureNumber(page, BLOCK);
      const [shown, delay] = await page.evaluate(() => [
        window.dayreel.shown?.time ?? 0,
        window.dayreel.delay ?? 0,
      ]);
      seen.push({ number, shown: shown as number, delay: delay as number });
      await page.waitForTimeout(130);
    }

    expect(await page.evaluate(() => window.dayreel.live)).toBe(true);
    expect((seen.at(-1) as { shown: number }).shown - (seen[0] as { shown: number }).shown).toBeGreaterThan(
      0.6 * SECOND,
    );
    for (const { delay } of seen) expect(delay).toBeLessThan(1 * SECOND);
    await page.context().close();
  });

  test('a seek shows exactly the picture of the asked time, also between key frames', async () => {
    const page = await open(1440);
    await untilState(page, 'playing');
    await page.keyboard.press(' ');

    for (const back of [10.05, 33.3, 64.99, 8 * 60 + 1.23]) {
      const asked = server.started - Math.round(back * SECOND);
      await page.evaluate((time) => {
        (document.getElementById('player') as unknown as { seek(time: number): void }).seek(time);
      }, asked);
      await page.waitForFunction((time) => {
        const { shown, state } = window.dayreel;
        return state === 'paused' && shown !== null && shown.time <= time && time < shown.time + 100_000;
      }, asked);
      expect(await pictureNumber(page, BLOCK)).toBe(server.pictureAt(asked));
    }
    await page.context().close();
  });

  test('a click on the timeline goes there and plays on', async () => {
    const page = await open(1440);
    await untilState(page, 'playing');
    const box = await page.locator('dayreel-navigator canvas').boundingBox();
    const asked = server.started - 5 * MINUTE;
    const x = await page.evaluate((time) => window.dayreel.timeline.x(time), asked);

    await page.mouse.click((box?.x ?? 0) + x, (box?.y ?? 0) + 40);

    await page.waitForFunction(
      (time) => Math.abs((window.dayreel.shown?.time ?? 0) - time) < 8_000_000,
      asked,
    );
    expect(await page.evaluate(() => window.dayreel.live)).toBe(false);
    const before = await page.evaluate(() => window.dayreel.shown?.time ?? 0);
    await page.waitForTimeout(1_000);
    const after = await page.evaluate(() => window.dayreel.shown?.time ?? 0);
    expect(after - before).toBeGreaterThan(0.5 * SECOND);
    expect(after - before).toBeLessThan(2 * SECOND);
    await page.context().close();
  });

  test('sound drives the clock and the picture keeps up with it', async () => {
    const page = await openAt(1440, server.started - 6 * MINUTE);
    await untilState(page, 'playing');
    await page.locator('dayreel-player [data-do=mute]').click();
    const before = await page.evaluate(() => window.dayreel.shown?.time ?? 0);
    await page.waitForTimeout(2_000);

    const after = await page.evaluate(() => window.dayreel.shown?.time ?? 0);
    expect(after - before).toBeGreaterThan(1.4 * SECOND);
    expect(after - before).toBeLessThan(2.7 * SECOND);
    await page.context().close();
  });

  test('a fast run through the past keeps its rate', async () => {
    const page = await openAt(1440, server.started - 9 * MINUTE);
    await untilState(page, 'playing');
    await page.locator('dayreel-player select').selectOption('8');
    await page.waitForTimeout(500);
    const before = await page.evaluate(() => window.dayreel.time ?? 0);
    await page.waitForTimeout(2_000);

    const after = await page.evaluate(() => window.dayreel.time ?? 0);
    expect(after - before).toBeGreaterThan(11 * SECOND);
    expect(after - before).toBeLessThan(20 * SECOND);
    await page.context().close();
  });

  test('screen: live', () =>
    shoot('live', async (width) => {
      const page = await open(width);
      await untilState(page, 'playing');
      await page.waitForTimeout(2_500);
      if (width === 1440) await page.keyboard.press('i');
      await page.waitForTimeout(300);
      return page;
    }));

  test('screen: looking back', () =>
    shoot('past', async (width) => {
      const page = await openAt(width, server.started - 41 * MINUTE);
      await untilState(page, 'playing');
      await page.waitForTimeout(800);
      await page.keyboard.press(' ');
      await page.waitForTimeout(200);
      return page;
    }));

  test('screen: the picture of the time that is pointed at', async () => {
    const page = await open(1440);
    await untilState(page, 'playing');
    const canvas = page.locator('dayreel-navigator canvas');
    const box = await canvas.boundingBox();
    const still = page.locator('dayreel-navigator .still');
    const point = async (minutesAgo: number) => {
      const x = await page.evaluate(
        (t) => window.dayreel.timeline.x(t),
        server.started - minutesAgo * MINUTE,
      );
      await page.mouse.move((box?.x ?? 0) + x, (box?.y ?? 0) + 40);
    };

    await point(5);
    await still.waitFor();
    await page.screenshot({ path: `${SHOTS}still-1440.png` });
    await point(37);
    await still.waitFor({ state: 'hidden' });
    await page.mouse.move(10, 10);
    await canvas.focus();
    await page.keyboard.press('ArrowLeft');
    await still.waitFor();

    const asked = server.hls.asked.filter((route) => route.startsWith('thumbnail'));
    expect(asked.length).toBeLessThan(6);
    await page.context().close();
  });

  test('screen: telemetry only', () =>
    shoot('telemetry-only', async (width) => {
      server.behaviour.telemetryOnly = true;
      const page = await open(width);
      await page.waitForSelector('#telemetry li');
      await untilState(page, 'playing');
      await page.waitForTimeout(600);
      return page;
    }));

  test('screen: first run', () =>
    shoot('first-run', async (width) => {
      server.behaviour.devices = [];
      const page = await open(width);
      await untilState(page, 'first-run');
      return page;
    }));

  test('screen: a token is needed', () =>
    shoot('login', async (width) => {
      const page = await stage.open('', { width, fragment: '' });
      await untilState(page, 'login');
      return page;
    }));

  test('screen: the token is refused', () =>
    shoot('refused', async (width) => {
      server.behaviour.refuses = true;
      const page = await open(width);
      await untilState(page, 'login');
      expect(page.url()).not.toContain(TOKEN);
      return page;
    }));

  test('screen: loading', () =>
    shoot('loading', async (width) => {
      server.behaviour.delayMillis = 2_000;
      const page = await open(width);
      await untilState(page, 'loading');
      return page;
    }));

  test('screen: the camera is silent', async () => {
    await shoot('silent', async (width) => {
      const page = await open(width);
      await untilState(page, 'playing');
      await page.waitForTimeout(300);
      server.behaviour.silentSince ??= server.now;
      await untilState(page, 'silent');
      return page;
    });
  });

  test('screen: a camera that is silent from the start shows its last picture', () =>
    shoot('silent-from-start', async (width) => {
      const last = server.started - 3 * MINUTE;
      server.behaviour.silentSince = last;
      const page = await open(width);
      await untilState(page, 'silent');
      const shown = await page.evaluate(() => window.dayreel.shown?.time ?? 0);
      expect(last - shown).toBeLessThan(0.3 * SECOND);
      return page;
    }));

  test('screen: the page is not secure, and the browser has no player of its own', () =>
    shoot('insecure', async (width) => {
      const context = await contextOf(stage.browser, width);
      const page = await context.newPage();
      await page.addInitScript(() => {
        Reflect.deleteProperty(window, 'MediaSource');
        Reflect.deleteProperty(window, 'ManagedMediaSource');
      });
      await page.goto(`${stage.address.replace('localhost', INSECURE_HOST)}/#token=${TOKEN}`);
      await untilState(page, 'insecure');
      return page;
    }));

  test('screen: the keys', () =>
    shoot('keys', async (width) => {
      const page = await open(width);
      await untilState(page, 'playing');
      await page.keyboard.press('?');
      await page.waitForSelector('dialog[open]');
      return page;
    }));

  test('a camera that begins to send ends the first run', async () => {
    server.behaviour.devices = [];
    const page = await open(1440);
    await untilState(page, 'first-run');

    server.behaviour.devices = ['front-door'];

    await untilState(page, 'playing');
    expect(page.url()).toContain('device=front-door');
    await page.context().close();
  });

  test('one picture forward and one back with the keys', async () => {
    const page = await openAt(1440, server.started - 7 * MINUTE);
    await untilState(page, 'playing');
    await page.keyboard.press(' ');
    await untilState(page, 'paused');
    const at = () => page.evaluate(() => window.dayreel.shown?.time ?? 0);
    const first = await at();

    await page.keyboard.press('.');
    await page.waitForFunction((time) => (window.dayreel.shown?.time ?? 0) === time + 100_000, first);
    await page.keyboard.press(',');
    await page.waitForFunction((time) => (window.dayreel.shown?.time ?? 0) === time, first);

    expect(await pictureNumber(page, BLOCK)).toBe(server.pictureAt(first));
    await page.context().close();
  });

  test('screen: a hole under the playhead', () =>
    shoot('hole', async (width) => {
      const page = await openAt(width, server.started - 37 * MINUTE);
      await untilState(page, 'hole');
      return page;
    }));

  test('screen: what is missing for good', () =>
    shoot('lost', async (width) => {
      const page = await openAt(width, server.started - 13 * MINUTE);
      await untilState(page, 'hole');
      await page.getByText('They are lost for good.').waitFor();
      return page;
    }));

  test('screen: a hole under the playhead heals without a reload', async () => {
    for (const width of [1440, 390] as const) {
      const healing = stage.another();
      const asked = healing.started - 37 * MINUTE;
      const base = await healing.listen();
      const at = new Date(asked / 1000).toISOString();
      const page = await stage.open(`device=front-door&at=${at}`, { width, base });
      await untilState(page, 'hole');
      const holes = () => page.evaluate(() => window.dayreel.timeline.holes.map(({ from }) => from));
      await expect.poll(holes).toHaveLength(2);
      await page.screenshot({ path: `${SHOTS}healing-before-${width}.png`, fullPage: width === 390 });
      await page.evaluate(() =>
        (document.getElementById('player') as unknown as PausedPlayer).playing.pause(),
      );

      healing.heal(0);

      await untilState(page, 'paused');
      await expect.poll(() => pictureNumber(page, BLOCK)).toBe(healing.pictureAt(asked));
      await expect.poll(holes).toHaveLength(1);
      await page.screenshot({ path: `${SHOTS}healing-after-${width}.png`, fullPage: width === 390 });
      await page.keyboard.press(' ');
      await untilState(page, 'playing');
      await page.context().close();
      healing.close();
    }
  });

  test('screen: no recording at this time', () =>
    shoot('no-recording', async (width) => {
      const page = await openAt(width, server.started - 25 * MINUTE);
      await untilState(page, 'no-recording');
      return page;
    }));

  test('screen: a codec that the browser lacks', () =>
    shoot('unsupported', async (width) => {
      server.behaviour.codec = 'hvc1.1.6.L93.B0';
      const page = await open(width);
      await untilState(page, 'unsupported');
      return page;
    }));

  test('screen: reconnecting, and going on where it was', () =>
    shoot('reconnecting', async (width) => {
      const page = await open(width);
      await untilState(page, 'playing');
      await page.waitForTimeout(500);
      server.behaviour.deaf = true;
      server.disconnect();
      await untilState(page, 'reconnecting');
      await page.waitForTimeout(300);
      return page;
    }));

  test('a lost connection comes back by itself', async () => {
    const page = await openAt(1440, server.started - 8 * MINUTE);
    await untilState(page, 'playing');
    server.behaviour.deaf = true;
    server.disconnect();
    await untilState(page, 'reconnecting');
    const before = await page.evaluate(() => window.dayreel.time ?? 0);

    server.behaviour.deaf = false;

    await untilState(page, 'playing');
    const after = await page.evaluate(() => window.dayreel.time ?? 0);
    expect(Math.abs(after - before)).toBeLessThan(3 * SECOND);
    await page.context().close();
  });

  test('screen: the server fails', () =>
    shoot('error', async (width) => {
      server.behaviour.fails = 503;
      const page = await open(width);
      await untilState(page, 'error');
      return page;
    }));
});
