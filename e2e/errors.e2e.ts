import { afterAll, beforeAll, expect, test } from "bun:test";
import { barriersIn } from "./barriers.ts";
import { isOwnFault } from "./browser.ts";
import { LONG, LOWEST_SPEED, openStage, type Stage, STORY } from "./stage.ts";

/** A server that one listener fills. */
let stage: Stage;
beforeAll(async () => {
  stage = await openStage({
    API_KEYS: "right-key,a+key/of=base64 with a space",
    MAX_IN_FLIGHT: "1",
    MAX_QUEUE: "0",
    MAX_INPUT_CHARS: "2000",
  });
});
afterAll(() => stage.close());

/** Opens the playground and enters the key. */
async function enter() {
  const opened = await stage.open();
  await opened.page.getByRole("textbox", { name: "API key" }).fill("right-key");
  await opened.page.getByRole("button", { name: "Use key" }).click();
  await opened.page.locator(".voice").first().waitFor();
  return opened;
}

async function speak({ page }: Awaited<ReturnType<typeof enter>>, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Text", exact: true }).fill(text);
  await page.getByRole("button", { name: "Speak", exact: true }).click();
}

/** Takes the only place, as a listener that does not read. Returns the function with which it leaves. */
async function occupy(): Promise<() => void> {
  const leave = new AbortController();
  for (;;) {
    const { status } = await fetch(`${stage.serverUrl}/v1/audio/speech`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer right-key" },
      body: JSON.stringify({ input: LONG, response_format: "pcm", speed: LOWEST_SPEED }),
      signal: leave.signal,
    });
    if (status === 200) return () => leave.abort();
    // The listener before this one is still leaving.
    await Bun.sleep(50);
  }
}

/** Chromium says of a refused socket that it failed; the page has no say in it. */
const isSocket = (fault: string): boolean => isOwnFault(fault) && !fault.startsWith("WebSocket");

test("a server with keys asks for one, says when it is wrong, and forgets no text", async () => {
  const { page, faults, close } = await stage.open();
  await page.getByText("This server asks for an API key.").waitFor();
  expect(await barriersIn(page)).toEqual([]);
  await page.getByRole("textbox", { name: "Text", exact: true }).fill("Still here.");
  await page.getByRole("textbox", { name: "API key" }).fill("wrong");
  await page.getByRole("button", { name: "Use key" }).click();
  await page.getByText("The server does not know this key.").waitFor();
  expect(await barriersIn(page)).toEqual([]);
  await page.getByRole("textbox", { name: "API key" }).fill("right-key");
  await page.getByRole("button", { name: "Use key" }).click();
  await page.locator(".voice").first().waitFor();
  expect(await page.locator(".notice").count()).toBe(0);
  expect(await page.getByRole("textbox", { name: "Text", exact: true }).inputValue()).toBe(
    "Still here.",
  );
  expect(faults.filter(isOwnFault)).toEqual([]);
  await close();
});

test("the same wrong key again is said again, also on the live page", async () => {
  for (const path of ["", "live"]) {
    const { page, close } = await stage.open(path);
    const use = page.getByRole("button", { name: "Use key" });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await page.getByRole("textbox", { name: "API key" }).fill("wrong");
      const refused = page.waitForResponse((response) => response.status() === 401);
      await use.click();
      await refused;
      await page.getByText("The server does not know this key.").waitFor();
    }
    await close();
  }
});

test("a key that is no subprotocol reaches the socket of the tab Talk too", async () => {
  const { page, faults, close } = await stage.open();
  await page.getByRole("textbox", { name: "API key" }).fill("a+key/of=base64 with a space");
  await page.getByRole("button", { name: "Use key" }).click();
  await page.locator(".voice").first().waitFor();
  await page.getByRole("tab", { name: "Talk" }).click();
  await page.getByRole("button", { name: "Reply", exact: true }).click();
  await page.waitForFunction(() => window.tap.soundMs !== null);
  expect(faults.filter(isOwnFault)).toEqual([]);
  await close();
});

test("a browser that keeps nothing shows the pages all the same", async () => {
  const { page, close } = await stage.open();
  await page.addInitScript(() => {
    for (const name of ["sessionStorage", "localStorage", "indexedDB"])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException("blocked", "SecurityError");
        },
      });
  });
  await page.reload();
  await page.getByRole("textbox", { name: "API key" }).fill("right-key");
  await page.getByRole("button", { name: "Use key" }).click();
  await page.locator(".voice").first().waitFor();
  await page.getByRole("button", { name: "Speak", exact: true }).click();
  await page.locator("[data-side=A][data-state=complete]").waitFor();
  await close();
});

test("a text that is too long is refused at the text", async () => {
  const opened = await enter();
  await speak(opened, "word ".repeat(500));
  const notice = opened.page.locator(".field + .notice, .field ~ .notice").first();
  await notice.waitFor();
  expect(await notice.textContent()).toContain("at most 2000 characters");
  await opened.close();
});

test("a server at capacity says so, with the time to wait and a way to try again", async () => {
  const opened = await enter();
  const leave = await occupy();
  await speak(opened, STORY);
  const notice = opened.page.locator(".notice[data-code=overloaded]");
  await notice.waitFor();
  expect(await notice.textContent()).toMatch(/free place in \d+ s/);
  leave();
  await notice.getByRole("button", { name: "Try again" }).click();
  await opened.page.locator("[data-side=A][data-state=complete]").waitFor();
  expect(await opened.page.locator(".notice").count()).toBe(0);
  expect(opened.faults.filter(isOwnFault)).toEqual([]);
  await opened.close();
});

test("a socket that is refused is said in the tab Talk, with a way to try again", async () => {
  const { page, faults, close } = await enter();
  const leave = await occupy();
  await page.getByRole("tab", { name: "Talk" }).click();
  await page.getByRole("button", { name: "Reply", exact: true }).click();
  const notice = page.locator("#panel-talk .notice[data-code=overloaded]");
  await notice.waitFor();
  leave();
  await notice.getByRole("button", { name: "Try again" }).click();
  await page.waitForFunction(() => window.tap.soundMs !== null);
  expect(await page.locator(".notice").allTextContents()).toEqual([]);
  expect(faults.filter(isSocket)).toEqual([]);
  await close();
});

test("an answer that breaks off keeps what has arrived", async () => {
  const opened = await enter();
  stage.proxy.mode = "cut";
  await speak(opened, STORY);
  await opened.page.locator(".notice[data-code=broken]").waitFor();
  stage.proxy.mode = "pass";
  expect(await opened.page.getByRole("slider", { name: "Place in the sound" }).count()).toBe(1);
  expect(opened.faults.filter(isOwnFault)).toEqual([]);
  await opened.close();
});

test("a server that does not answer is said, and a click tries again", async () => {
  const opened = await enter();
  await opened.page.context().setOffline(true);
  await speak(opened, STORY);
  const notice = opened.page.locator("#panel-speak .actions + .notice[data-code=unreachable]");
  await notice.waitFor();
  await opened.page.context().setOffline(false);
  await notice.getByRole("button", { name: "Try again" }).click();
  await opened.page.locator("[data-side=A][data-state=complete]").waitFor();
  await opened.close();
});

test("an audio device that does not open is tried again, in Speak and in Talk", async () => {
  const { page, close } = await enter();
  await page.evaluate(() => {
    const { addModule } = AudioWorklet.prototype;
    AudioWorklet.prototype.addModule = function () {
      return addModule.call(this, "no-such-file.js");
    };
    addEventListener("mend", () => {
      AudioWorklet.prototype.addModule = addModule;
    });
  });
  await page.getByRole("button", { name: "Speak", exact: true }).click();
  await page.locator("#panel-speak .notice[data-code=no_sound]").waitFor();
  await page.locator("[data-side=A][data-state=complete]").waitFor();
  await page.getByRole("tab", { name: "Talk" }).click();
  await page.getByRole("button", { name: "Reply", exact: true }).click();
  const notice = page.locator("#panel-talk .notice[data-code=no_sound]");
  await notice.waitFor();
  await page.evaluate(() => dispatchEvent(new Event("mend")));
  await notice.getByRole("button", { name: "Try again" }).click();
  await page.waitForFunction(() => window.tap.soundMs !== null);
  await close();
});
