import { existsSync, mkdirSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const CHROMIUM = [
  process.env['DAYREEL_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
/** A name of this machine that is no secure context over plain HTTP. */
export const INSECURE_HOST = 'cameras.example';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
  `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`,
];
export const SHOTS = new URL('../target/screenshots/', import.meta.url).pathname;

/** The browser to drive, or undefined where none is installed. */
export function findChromium(): string | undefined {
  return CHROMIUM.find((path) => path !== undefined && existsSync(path));
}

export function launch(executablePath: string): Promise<Browser> {
  mkdirSync(SHOTS, { recursive: true });
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}

/** A fresh profile's window of a desk or a phone. */
export function contextOf(browser: Browser, width: 390 | 1440): Promise<BrowserContext> {
  return browser.newContext(
    width === 1440
      ? { viewport: { width, height: 860 } }
      : { viewport: { width, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
  );
}

/** Waits until the page is in a state. */
export async function untilState(page: Page, state: string, timeout = 10_000): Promise<void> {
  await page.waitForSelector(`body[data-state="${state}"]`, { timeout });
}

/** Number coded into the picture on screen. */
export function pictureNumber(page: Page, block: number): Promise<number> {
  return page.evaluate((size) => {
    const { picture } = window.dayreel;
    const g = picture.getContext('2d') as CanvasRenderingContext2D;
    let n = 0;
    for (let bit = 0; bit < 10; bit++) {
      const pixel = g.getImageData(bit * size + size / 2, size / 2, 1, 1).data;
      if ((pixel[0] as number) > 127) n |= 1 << bit;
    }
    return n;
  }, block);
}
