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

test("a reply that is interrupted before it begins never begins, and two clicks begin one", async () => {
  const { page, faults, close } = await stage.open();
  let sockets = 0;
  page.on("websocket", () => {
    sockets += 1;
  });
  await page.evaluate(() => {
    const { addModule } = AudioWorklet.prototype;
    const released = new Promise((resolve) => addEventListener("release", resolve));
    AudioWorklet.prototype.addModule = async function (url) {
      await released;
      return addModule.call(this, url);
    };
  });
  await page.getByRole("tab", { name: "Talk" }).click();
  const reply = page.getByRole("button", { name: "Reply", exact: true });
  await reply.click();
  await page.getByRole("button", { name: "Interrupt" }).click();
  await page.locator(".reply[data-state=interrupted]").waitFor({ state: "attached" });
  await page.locator("#panel-talk .primary").evaluate((button: HTMLButtonElement) => {
    button.click();
    button.click();
  });
  expect(sockets).toBe(0);
  await page.evaluate(() => dispatchEvent(new Event("release")));
  await page.waitForFunction(() => window.tap.soundMs !== null);
  expect(sockets).toBe(1);
  expect(faults).toEqual([]);
  await close();
});

test("one voice is heard at a time: a reply is interrupted when another tab speaks", async () => {
  const { page, faults, close } = await stage.open();
  await page.getByRole("tab", { name: "Talk" }).click();
  await page.getByRole("button", { name: "Reply", exact: true }).click();
  await page.waitForFunction(() => window.tap.soundMs !== null);
  await page.getByRole("tab", { name: "Speak" }).click();
  await page.getByRole("button", { name: "Speak", exact: true }).click();
  await page.locator(".reply[data-state=interrupted]").waitFor({ state: "attached" });
  expect(faults).toEqual([]);
  await close();
});
