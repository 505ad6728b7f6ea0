import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MockServer } from './mock-server';
import { SHOTS, untilState } from './pages';
import { hasNoBrowser, Stage } from './stage';

describe.skipIf(hasNoBrowser)('uploaded videos on the page in Chromium', () => {
  let stage: Stage;
  let server: MockServer;

  beforeAll(async () => {
    stage = await Stage.set();
    server = stage.server;
  });

  beforeEach(() => {
    Object.assign(server.behaviour, {
      devices: ['back-yard', 'front-door'],
      videos: ['summer_film'],
      arrived: 24,
      complete: true,
      refuses: false,
      codec: undefined,
    });
  });

  afterAll(() => stage?.close());

  const untilVideo = (page: Page, state: string) =>
    page.waitForSelector(`dayreel-video[data-state="${state}"]`, { timeout: 10_000 });
  const time = (page: Page) =>
    page.locator('dayreel-video video').evaluate((v) => (v as HTMLVideoElement).currentTime);

  test('a video plays from its beginning, with its captions, at both widths', async () => {
    for (const width of [1440, 390] as const) {
      const page = await stage.open('video=summer_film', { width });
      await untilVideo(page, 'playing');
      await expect.poll(() => time(page)).toBeGreaterThan(1);

      expect(await time(page)).toBeLessThan(8);
      expect(await page.title()).toBe('Summer film · Dayreel');
      expect(await page.locator('aside').isVisible()).toBe(false);
      expect(await page.getByLabel('Captions').locator('option').allTextContents()).toEqual([
        'None',
        'Deutsch',
      ]);
      const cues = () =>
        page
          .locator('dayreel-video video')
          .evaluate((video) =>
            [...(video as HTMLVideoElement).textTracks].flatMap((track) =>
              track.mode === 'showing'
                ? [...(track.activeCues ?? [])].map((cue) => (cue as VTTCue).text)
                : [],
            ),
          );
      await expect.poll(cues).toEqual([expect.stringMatching(/^Segment \d/)]);
      await page.screenshot({ path: `${SHOTS}video-${width}.png` });
      await page.getByLabel('Captions').selectOption('None');
      await expect.poll(cues).toEqual([]);
      await page.context().close();
    }
  });

  test('a video that still arrives says how much there is, and goes on by itself', async () => {
    server.behaviour.arrived = 0;
    server.behaviour.complete = false;
    const page = await stage.open('video=coming');
    await untilVideo(page, 'waiting');
    await page.getByText('Nothing of this video can be watched yet').waitFor();
    await page.screenshot({ path: `${SHOTS}video-waiting-1440.png` });

    server.behaviour.arrived = 4;
    await untilVideo(page, 'playing');
    await page.getByText('Still arriving: 4 s so far').waitFor();
    server.behaviour.arrived = 12;
    await expect.poll(() => time(page), { timeout: 20_000 }).toBeGreaterThan(5);
    await page.screenshot({ path: `${SHOTS}video-arriving-1440.png` });

    server.behaviour.complete = true;
    await expect.poll(() => page.getByText('Still arriving').count(), { timeout: 20_000 }).toBe(0);
    await page.context().close();
  }, 60_000);

  test('cameras and videos are chosen from one list', async () => {
    const page = await stage.open('');
    await untilState(page, 'playing');
    expect(page.url()).toContain('device=front-door');

    await page.getByLabel('Camera or video').selectOption('Summer film');
    await untilVideo(page, 'playing');
    expect(page.url()).toContain('video=summer_film');
    expect(page.url()).not.toContain('device=');
    await page.locator('#help-button').press('ArrowRight');
    await expect.poll(() => time(page)).toBeGreaterThan(4);

    await page.getByLabel('Camera or video').selectOption('Front door');
    await untilState(page, 'playing');
    expect(await page.locator('dayreel-video').isVisible()).toBe(false);
    await page.waitForFunction(() => window.dayreel.framesShown > 5);
    await page.context().close();
  });

  test('a video is what opens where there is no camera', async () => {
    server.behaviour.devices = [];
    const page = await stage.open('');
    await untilVideo(page, 'playing');
    await page.context().close();
  });

  test('a codec that the browser lacks, and a token that does not open it', async () => {
    server.behaviour.codec = 'hvc1.1.6.L93.B0';
    const page = await stage.open('video=summer_film');
    await untilVideo(page, 'unsupported');
    await page.screenshot({ path: `${SHOTS}video-unsupported-1440.png` });

    server.behaviour.refuses = true;
    await page.reload();
    await untilState(page, 'login');
    await page.context().close();
  });
});
