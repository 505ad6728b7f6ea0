import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MINUTE, SECOND, type Micros } from '../src/protocol';
import { BLOCK } from './footage';
import { TOKEN, type MockServer } from './mock-server';
import { contextOf, INSECURE_HOST, pictureNumber, SHOTS, untilState } from './pages';
import { hasNoBrowser, Stage } from './stage';

interface Player {
  seek(time: Micros): void;
  readonly playing: { pause(): void };
}

describe.skipIf(hasNoBrowser)('the page over HLS in Chromium', () => {
  let stage: Stage;
  let server: MockServer;

  beforeAll(async () => {
    stage = await Stage.set();
    server = stage.server;
  });

  afterAll(() => stage?.close());

  const open = () => stage.open('transport=hls');
  const openAt = (time: Micros, base = stage.address) =>
    stage.open(`transport=hls&device=front-door&at=${new Date(time / 1000).toISOString()}`, { base });

  const shown = (page: Page) => page.evaluate(() => window.dayreel.shown?.time ?? 0);

  async function expectShown(page: Page, asked: Micros, of = server): Promise<void> {
    await page.waitForFunction((time) => {
      const at = window.dayreel.shown?.time ?? 0;
      return at <= time && time < at + 100_000;
    }, asked);
    await expect.poll(() => pictureNumber(page, BLOCK)).toBe(of.pictureAt(asked));
  }

  test('live shows rising pictures, each at its capture time', async () => {
    const page = await open();
    await untilState(page, 'playing');
    const first = await shown(page);

    for (let i = 0; i < 8; i++) {
      const [time, number] = await Promise.all([shown(page), pictureNumber(page, BLOCK)]);
      if (time === (await shown(page))) expect(number).toBe(server.pictureAt(time + 1_000));
      await page.waitForTimeout(130);
    }

    expect(await page.evaluate(() => [window.dayreel.live, window.dayreel.transport])).toEqual([
      true,
      'HLS: the address asks for it',
    ]);
    expect((await shown(page)) - first).toBeGreaterThan(0.6 * SECOND);
    await page.keyboard.press('i');
    await page.waitForTimeout(1_000);
    await page.screenshot({ path: `${SHOTS}hls-live-1440.png` });
    await page.context().close();
  });

  test('a seek shows exactly the picture of the asked time, in what is loaded and beyond', async () => {
    const page = await open();
    await untilState(page, 'playing');
    await page.keyboard.press(' ');

    for (const back of [10.05, 33.3, 8 * 60 + 1.23, 8 * 60 + 4.56, 12]) {
      const asked = server.started - Math.round(back * SECOND);
      await page.evaluate(
        (time) => (document.getElementById('player') as unknown as Player).seek(time),
        asked,
      );
      await expectShown(page, asked);
      await untilState(page, 'paused');
    }
    await page.keyboard.press('.');
    await expectShown(page, server.started - 12 * SECOND + 100_000);
    await page.keyboard.press(',');
    await expectShown(page, server.started - 12 * SECOND);
    await page.keyboard.press('l');
    await page.waitForFunction(() => window.dayreel.live && (window.dayreel.delay ?? 1e9) < 10e6);
    await untilState(page, 'playing');
    await page.context().close();
  });

  test('playing goes over a hole and says so', async () => {
    const page = await openAt(server.started - 14 * MINUTE - 8 * SECOND);
    await untilState(page, 'playing');

    await page.waitForFunction(
      (time) => (window.dayreel.shown?.time ?? 0) > time,
      server.started - 12.5 * MINUTE,
    );

    await page.getByText('frames are missing').waitFor();
    await page.context().close();
  });

  test('a fast run reaches live', async () => {
    const page = await openAt(server.started - 40 * SECOND);
    await untilState(page, 'playing');
    await page.locator('dayreel-player select').selectOption('16');

    await page.waitForFunction(() => window.dayreel.live && window.dayreel.rate === 1, null, {
      timeout: 20_000,
    });

    await untilState(page, 'playing');
    await page.context().close();
  });

  test('a hole under the playhead heals without a reload', async () => {
    const healing = stage.another();
    const asked = healing.started - 37 * MINUTE;
    const page = await openAt(asked, await healing.listen());
    await untilState(page, 'hole');
    await page.screenshot({ path: `${SHOTS}hls-hole-1440.png` });
    await page.evaluate(() => (document.getElementById('player') as unknown as Player).playing.pause());

    healing.heal(0);

    await page.waitForSelector('body[data-state="paused"]', { timeout: 40_000 });
    await expectShown(page, asked, healing);
    await page.context().close();
    healing.close();
  }, 60_000);

  test('nothing was recorded', async () => {
    const page = await openAt(server.started - 25 * MINUTE);
    await untilState(page, 'no-recording');
    await page.context().close();
  });

  test('a page that is not secure plays over HLS', async () => {
    const page = await stage.open('', {
      width: 390,
      base: stage.address.replace('localhost', INSECURE_HOST),
    });
    await untilState(page, 'playing');

    expect(await page.evaluate(() => window.dayreel.transport)).toBe('HLS: the page is not on HTTPS');
    await page.screenshot({ path: `${SHOTS}hls-insecure-390.png`, fullPage: true });
    await page.context().close();
  });

  test('a page whose decoder lacks the codec goes on over HLS, also one without a decoder', async () => {
    const lacks = [
      () => (VideoDecoder.isConfigSupported = async (config) => ({ supported: false, config })),
      () => Reflect.deleteProperty(window, 'VideoDecoder'),
    ];
    for (const lack of lacks) {
      const context = await contextOf(stage.browser, 1440);
      const page = await context.newPage();
      await page.addInitScript(lack);
      await page.goto(`${stage.address}/#token=${TOKEN}`);
      await untilState(page, 'playing');

      await expect
        .poll(() => page.evaluate(() => window.dayreel.transport))
        .toContain('HLS: this browser decodes no');
      await expect.poll(() => page.evaluate(() => window.dayreel.framesShown)).toBeGreaterThan(5);
      await context.close();
    }
  });

  test('a lost server comes back by itself', async () => {
    const page = await open();
    await untilState(page, 'playing');
    server.behaviour.fails = 503;
    await page.waitForFunction(() => window.dayreel.state === 'error', null, { timeout: 40_000 });

    server.behaviour.fails = undefined;

    await page.waitForFunction(() => window.dayreel.state === 'playing', null, { timeout: 40_000 });
    await page.context().close();
  }, 90_000);

  test('the viewing is reported when the page is left', async () => {
    const before = server.hls.reports.length;
    const page = await open();
    await untilState(page, 'playing');
    await page.waitForTimeout(1_500);

    await page.goto('about:blank');

    await expect.poll(() => server.hls.reports.length).toBeGreaterThan(before);
    const report = server.hls.reports.at(-1) as {
      protocol: string;
      playedMillis: number;
      startupMillis: number;
    };
    expect(report.protocol).toBe('hls');
    expect(report.playedMillis).toBeGreaterThan(1_000);
    expect(report.startupMillis).toBeGreaterThan(0);
    await page.context().close();
  });
});
