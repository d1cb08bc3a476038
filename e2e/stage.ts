import type { Browser, BrowserContextOptions } from "playwright-core";
import { startServer } from "../server/process.fake.ts";
import { openBrowser, openPage, type Watched } from "./browser.ts";
import { openProxy, type Proxy } from "./proxy.ts";

/** A server with the embedded voices, a proxy in front of it and a browser. */
export interface Stage {
  readonly browser: Browser;
  readonly proxy: Proxy;
  /** Address of the server itself. */
  readonly serverUrl: string;
  /** Opens a page behind the proxy: "" is the playground. */
  open(path?: string, options?: BrowserContextOptions): Promise<Watched>;
  close(): Promise<void>;
}

/** Starts everything; `env` has settings of the server. */
export async function openStage(env: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const server = await startServer({ FLITE_WORKERS: "2", ...env });
  const proxy = openProxy(server.url);
  const browser = await openBrowser();
  return {
    browser,
    proxy,
    serverUrl: server.url,
    open: (path = "", options = {}) => openPage(browser, `${proxy.url}${path}`, options),
    async close() {
      await browser.close();
      await proxy.stop();
      server.child.kill();
      await server.child.exited;
    },
  };
}

/** A short story, whose words are spoken as they are written. */
export const STORY =
  "The old keeper counted every step on the way up. Nobody answered when she called. Far below, a heavy door closed very gently.";

/** A text that is, at the lowest speed, more audio than the buffers of a socket take: 7 minutes, 22 MB. */
export const LONG = `${STORY} `.repeat(14);
export const LOWEST_SPEED = 0.25;
