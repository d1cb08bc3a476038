import { afterAll, beforeAll, expect, test } from "bun:test";
import { barriersIn } from "./barriers.ts";
import { isOwnFault } from "./browser.ts";
import { LONG, LOWEST_SPEED, openStage, type Stage, STORY } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ API_KEYS: "right-key" });
});
afterAll(() => stage.close());

const BURST = 6;

function request(signal: AbortSignal, input = STORY): Promise<Response> {
  return fetch(`${stage.serverUrl}/v1/audio/speech`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer right-key" },
    body: JSON.stringify({ input, response_format: "pcm", speed: LOWEST_SPEED }),
    signal,
  });
}

test("the live page follows a burst, and never gets a text or a key", async () => {
  const { page, faults, close } = await stage.open("live");
  await page.getByRole("textbox", { name: "API key" }).fill("right-key");
  await page.getByRole("button", { name: "Use key" }).click();
  const tile = (name: string) => page.locator(`[data-tile="${name}"] b`);
  await tile("listeners").waitFor();
  expect(await tile("first-audio").textContent()).toBe("no requests");
  // Listeners who do not read stay until they leave.
  const leave = new AbortController();
  await Promise.all(Array.from({ length: BURST }, () => request(leave.signal, LONG)));
  await page.locator('[data-tile="listeners"] b', { hasText: String(BURST) }).waitFor();
  leave.abort();
  await page.locator('[data-tile="first-audio"] b', { hasText: /[\d.]+ \/ [\d.]+ m?s/ }).waitFor();
  await page.locator('[data-tile="listeners"] b', { hasText: /^0$/ }).waitFor();
  await page.getByLabel("Engine").selectOption("flite");
  await page.getByLabel("Protocol").selectOption("http");
  expect(await tile("first-audio").textContent()).toMatch(/\d/);
  expect(faults.filter(isOwnFault)).toEqual([]);
  await close();
});

test("the events of the load need a key and have no text", async () => {
  const events = `${stage.serverUrl}/live/events`;
  expect((await fetch(events)).status).toBe(401);
  const spoken = await request(AbortSignal.timeout(20_000));
  await spoken.bytes();
  const leave = new AbortController();
  const response = await fetch(events, {
    headers: { authorization: "Bearer right-key" },
    signal: leave.signal,
  });
  let text = "";
  for await (const chunk of response.body!) {
    text += new TextDecoder().decode(chunk);
    if (text.split("event: sample").length > 3) break;
  }
  leave.abort();
  expect(text).toContain('"engine":"flite"');
  expect(text).not.toContain("keeper");
  expect(text).not.toContain("right-key");
});

test("the codec and the speech LM of an engine have their figures", async () => {
  const replayed = await openStage({
    ENGINE: "flite,neucodec",
    DUMMY_TOKENS_FILE: "fixtures/replay_tokens.txt",
    DUMMY_TOKEN_DELAY: "0.005",
    DECODER_MODEL: "fixtures/decoder.onnx",
    DEVICE: "cpu",
  });
  try {
    const { page, faults, close } = await replayed.open("live");
    await page.locator("[data-engine=neucodec]").waitFor();
    await page.evaluate(async () => {
      const body = JSON.stringify({ input: "Tones instead of speech.", model: "neucodec" });
      const headers = { "content-type": "application/json" };
      await fetch("v1/audio/speech", { method: "POST", headers, body }).then((answer) =>
        answer.arrayBuffer(),
      );
    });
    await page.getByLabel("Engine").selectOption("neucodec");
    await page.locator('[data-tile="codec"] b', { hasText: "%" }).waitFor();
    await page.getByText("Codec: share of time").waitFor();
    expect(await barriersIn(page)).toEqual([]);
    await page.getByLabel("Engine").selectOption("flite");
    await page.locator('[data-tile="first-audio"] b', { hasText: "no requests" }).waitFor();
    expect(faults).toEqual([]);
    await close();
  } finally {
    await replayed.close();
  }
});
