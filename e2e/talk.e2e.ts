import { afterAll, beforeAll, expect, test } from "bun:test";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const REPLY =
  "Of course! The first train leaves at nine. The second one takes longer. Which one do you want?";

test("a reply is heard while it is typed, and an interruption shows what was heard", async () => {
  const { page, faults, close } = await stage.open();
  await page.getByRole("tab", { name: "Talk" }).click();
  await page.getByRole("textbox", { name: "Reply of the model" }).fill(REPLY);
  await page.getByRole("button", { name: "Reply", exact: true }).click();
  await page.waitForFunction(() => window.tap.soundMs !== null);
  await page.waitForFunction(
    () => (document.querySelector(".said")?.textContent ?? "").length > 15,
  );
  await page.getByRole("button", { name: "Interrupt" }).click();
  await page.locator(".reply[data-state=interrupted]").waitFor();
  await page.getByText("The first part belongs in the history").waitFor();
  const said = (await page.locator(".said").textContent()) ?? "";
  const lost = (await page.locator(".reply del").textContent()) ?? "";
  expect(REPLY.startsWith(said + lost)).toBe(true);
  expect(said.length).toBeGreaterThan(0);
  expect(lost.length).toBeGreaterThan(0);
  expect(faults).toEqual([]);
  await close();
});

test("a reply that nobody interrupts is heard to its end", async () => {
  const { page, faults, close } = await stage.open();
  await page.getByRole("tab", { name: "Talk" }).click();
  await page.getByRole("textbox", { name: "Reply of the model" }).fill("Yes, of course.");
  await page.getByRole("button", { name: "Reply", exact: true }).click();
  await page.getByText("The caller heard everything.").waitFor();
  expect(faults).toEqual([]);
  await close();
});
