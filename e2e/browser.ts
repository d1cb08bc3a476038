import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { TAP } from "./tap.ts";

/** Where distributions put Chromium, and where Chrome is. */
const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** A name of this machine that browsers take for another machine: without TLS, pages have no AudioWorklet there. */
export const OTHER_HOST = "speech.test";

/** Starts the system's Chromium, without a window and without sound. Throws an Error if there is none. */
export function openBrowser(): Promise<Browser> {
  const executablePath = NAMES.map((name) => Bun.which(name)).find((path) => path !== null);
  if (executablePath === undefined)
    throw new Error("Expected Chromium to be installed; on Debian: apt-get install chromium");
  return chromium.launch({
    executablePath,
    // As root, Chromium has no sandbox; it opens only pages of this machine.
    args: [
      "--no-sandbox",
      "--autoplay-policy=user-gesture-required",
      "--mute-audio",
      `--host-resolver-rules=MAP ${OTHER_HOST} 127.0.0.1`,
    ],
  });
}

/** Returns whether a fault is the page's own: not what Chromium itself says of an answer that is no success. */
export function isOwnFault(fault: string): boolean {
  return !fault.startsWith("Failed to load resource");
}

/** A page and what went wrong in it. */
export interface Watched {
  readonly page: Page;
  /** Errors of the console, uncaught errors and violations of the content security policy. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

/** Opens a page in a context of its own, which keeps nothing. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    acceptDownloads: true,
    ...options,
  });
  // A busy machine needs long for a browser and a voice.
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.exposeFunction("reportViolation", (text: string) => void faults.push(text));
  await page.addInitScript(TAP);
  await page.goto(url);
  return { page, faults, close: () => context.close() };
}
