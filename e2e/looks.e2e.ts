import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { barriersIn } from "./barriers.ts";
import { isOwnFault } from "./browser.ts";
import { VIEWS, openView, type View } from "./views.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Returns whether the page is wider than the window. */
const overflows = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

const SIZES = [1280, 390] as const;
const SCHEMES = ["light", "dark"] as const;

for (const name of Object.keys(VIEWS) as View[])
  for (const width of SIZES)
    for (const colorScheme of SCHEMES)
      test(`${name} at ${width} px, ${colorScheme}: nothing to find for axe, no fault, no overflow`, async () => {
        const opened = await openView(stage, name, {
          viewport: { width, height: 900 },
          colorScheme,
          reducedMotion: "reduce",
        });
        expect(await barriersIn(opened.page)).toEqual([]);
        expect(await overflows(opened.page)).toBe(false);
        expect(opened.faults.filter(name === "error" ? isOwnFault : () => true)).toEqual([]);
        await opened.close();
      });
