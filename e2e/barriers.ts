import axe from "axe-core";
import type { Page } from "playwright-core";

/** Returns the barriers that axe finds in a page: the rule and the elements. */
export async function barriersIn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("; ")}`);
}
