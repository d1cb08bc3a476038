import { afterAll, beforeAll, expect, test } from "bun:test";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test("entries of the lexicon change what is spoken, and stay in the browser", async () => {
  const { page, faults, close } = await stage.open();
  await page.getByRole("tab", { name: "Lexicon" }).click();
  await page.getByRole("button", { name: "Add an entry" }).click();
  await page.getByRole("textbox", { name: "Written 3" }).fill("query");
  await page.getByRole("textbox", { name: "Spoken 3" }).fill("kweery");
  const panel = page.getByRole("tabpanel", { name: "Lexicon" });
  await panel.getByText("kweery", { exact: true }).first().waitFor();
  expect(await panel.locator(".spoken").textContent()).toContain("sequel kweery");
  await page.getByRole("button", { name: "Hear it" }).click();
  await page.waitForFunction(() => window.tap.soundMs !== null);
  await page.reload();
  await page.getByRole("tab", { name: "Lexicon" }).click();
  expect(await page.getByRole("textbox", { name: "Spoken 3" }).inputValue()).toBe("kweery");
  expect(faults).toEqual([]);
  await close();
});
