import type { Browser, Page } from 'playwright-core';
import { encodeFootage } from './footage';
import { MockServer, TOKEN } from './mock-server';
import { contextOf, findChromium, launch } from './pages';

/** The built page. */
const FOLDER = new URL('../target/classes/META-INF/resources', import.meta.url).pathname;
const executable = findChromium();
/** Whether there is no browser to play in. */
export const hasNoBrowser = executable === undefined;

/** How a page is opened. */
export interface Opening {
  readonly width?: 390 | 1440;
  /** Another address than the stage's. */
  readonly base?: string;
  /** Holds the token, unless it is said. */
  readonly fragment?: string;
}

/** Where the tests of a file play: a browser, and a server with footage that this browser encoded. */
export class Stage {
  private constructor(
    readonly browser: Browser,
    readonly server: MockServer,
    readonly address: string,
  ) {}

  static async set(): Promise<Stage> {
    const browser = await launch(executable as string);
    const server = new MockServer(FOLDER);
    const address = await server.listen();
    const page = await browser.newPage();
    await page.goto(`${address}/favicon.svg`);
    server.footage = await encodeFootage(page);
    await page.close();
    return new Stage(browser, server, address);
  }

  /** Another server with the same footage, for a test that changes what was recorded. */
  another(): MockServer {
    const server = new MockServer(FOLDER);
    server.footage = this.server.footage;
    return server;
  }

  /** Opens the viewer page in a fresh profile. @param query of its address */
  async open(query: string, opening: Opening = {}): Promise<Page> {
    const { width = 1440, base = this.address, fragment = `#token=${TOKEN}` } = opening;
    const context = await contextOf(this.browser, width);
    const page = await context.newPage();
    await page.goto(`${base}/?${query}${fragment}`);
    return page;
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.server.close();
  }
}
