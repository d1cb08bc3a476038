import { afterAll, beforeAll, expect, test } from "bun:test";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { isOwnFault } from "./browser.ts";
import { VIEWS, type View, views } from "./views.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Returns what axe finds in a page: the rule and the elements. */
async function violationsIn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("; ")}`);
}

/** Returns whether the page is wider than the window. */
const overflows = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

const SIZES = [1280, 390] as const;
const SCHEMES = ["light", "dark"] as const;

for (const name of Object.keys(VIEWS) as View[])
  for (const width of SIZES)
    for (const colorScheme of SCHEMES)
      test(`${name} at ${width} px, ${colorScheme}: nothing to find for axe, no fault, no overflow`, async () => {
        const opened = await views(stage, name, {
          viewport: { width, height: 900 },
          colorScheme,
          reducedMotion: "reduce",
        });
        expect(await violationsIn(opened.page)).toEqual([]);
        expect(await overflows(opened.page)).toBe(false);
        expect(opened.faults.filter(name === "error" ? isOwnFault : () => true)).toEqual([]);
        await opened.close();
      });
