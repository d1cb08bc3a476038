import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { OTHER_HOST, openPage } from "./browser.ts";
import { mediaOf, savedFile } from "./saved.ts";
import { openStage, type Stage, STORY } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const TEXT = { name: "Text", exact: true } as const;
const SPEAK = { name: "Speak", exact: true } as const;

async function speak(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", TEXT).fill(text);
  await page.getByRole("button", SPEAK).click();
}

const complete = (page: Page) => page.locator("[data-side=A][data-state=complete]").waitFor();

test("the playground plays before the answer is complete", async () => {
  const { page, faults, close } = await stage.open();
  stage.proxy.mode = "hold";
  await speak(page, STORY);
  // The proxy holds the end of the answer until sound has reached the audio device.
  await page.waitForFunction(() => window.tap.soundMs !== null);
  expect(await page.locator("[data-side=A][data-state=speaking]").count()).toBe(1);
  expect(await page.locator("[data-side=A][data-state=complete]").count()).toBe(0);
  stage.proxy.mode = "pass";
  stage.proxy.release();
  await complete(page);
  const figure = await page.locator(".figures dd").first().textContent();
  expect(figure).toMatch(/^\d+ ms$/);
  expect(faults).toEqual([]);
  await close();
});

interface Saved {
  readonly words: readonly { readonly word: string; readonly start: number }[];
}

/** Returns the place of the first audible sample of a WAV file, milliseconds. */
async function firstSoundMs(path: string): Promise<number> {
  const samples = new Int16Array((await Bun.file(path).arrayBuffer()).slice(44));
  return samples.findIndex((sample) => Math.abs(sample) >= 33) / 24;
}

test("words are marked in order and in step with the sound", async () => {
  const { page, faults, close } = await stage.open();
  await speak(page, STORY);
  await page.waitForFunction(() => window.tap.marked.length > 0);
  await page.waitForFunction(
    () => document.querySelector(".transport button")?.textContent === "Play",
  );
  const saved: Saved = await Bun.file(await savedFile(page, "JSON")).json();
  const soundMs = await firstSoundMs(await savedFile(page, "Audio"));
  const tap = await page.evaluate(() => window.tap);
  expect(tap.marked.map(({ word }) => word)).toEqual(saved.words.map((_, at) => at));
  expect(tap.marked.map(({ text }) => text)).toEqual(saved.words.map(({ word }) => word));
  const beganMs = tap.soundMs! - soundMs;
  const errorsMs = tap.marked
    .map(({ atMs }, at) => Math.abs(atMs - beganMs - saved.words[at]!.start * 1000))
    .sort((a, b) => a - b);
  const median = errorsMs[errorsMs.length >> 1]!;
  console.log(
    `words are marked ${median.toFixed(0)} ms from their times (median of ${errorsMs.length})`,
  );
  expect(median).toBeLessThanOrEqual(80);
  expect(faults).toEqual([]);
  await close();
});

async function pause(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
}

/** Waits until a word is marked after `act`; the playback goes on, so that the mark can be gone already. */
async function marked(page: Page, word: number, act: () => Promise<void>): Promise<void> {
  const before = await page.evaluate(() => window.tap.marked.length);
  await act();
  await page.waitForFunction(
    (wanted) => window.tap.marked.slice(wanted.before).some((mark) => mark.word === wanted.word),
    { word, before },
  );
}

test("a click on a word and the arrow keys seek", async () => {
  const { page, faults, close } = await stage.open();
  // Long enough that a slow machine does not reach its end.
  await speak(page, `${STORY} `.repeat(5));
  await complete(page);
  await pause(page);
  const place = page.getByRole("slider", { name: "Place in the sound" });
  const saved: Saved = await Bun.file(await savedFile(page, "JSON")).json();
  const at = saved.words.findIndex(({ word }) => word === "heavy");
  await marked(page, at, () => page.locator(`.written [data-word="${at}"]`).click());
  expect(Number(await place.inputValue())).toBeGreaterThanOrEqual(saved.words[at]!.start - 0.01);
  await pause(page);
  const heard = Number(
    await page.locator(".written [aria-current]").first().getAttribute("data-word"),
  );
  await marked(page, heard - 1, () => place.press("ArrowLeft"));
  expect(faults).toEqual([]);
  await close();
});

test("what is spoken stands beside what is written, and changes are linked", async () => {
  const { page, faults, close } = await stage.open();
  await page.getByRole("textbox", TEXT).fill("It costs $12.50 today.");
  const spoken = page.locator(".spoken .changed").first();
  await spoken.waitFor();
  expect(await spoken.textContent()).toBe("twelve dollars and fifty cents");
  await spoken.hover();
  await page.locator(".written .linked").waitFor();
  expect(await page.locator(".written .linked").textContent()).toBe("$12.50");
  expect(faults).toEqual([]);
  await close();
});

test("audio, captions and JSON are saved as files that players accept", async () => {
  const { page, faults, close } = await stage.open();
  await speak(page, STORY);
  await complete(page);
  for (const format of ["wav", "mp3", "flac", "opus", "aac"]) {
    await page.getByLabel("Audio format").selectOption(format);
    const { codec, seconds } = await mediaOf(await savedFile(page, "Audio"));
    expect(codec).toContain(format === "wav" ? "pcm" : format);
    expect(seconds).toBeGreaterThan(3);
  }
  for (const format of ["srt", "vtt"]) {
    const path = await savedFile(page, format);
    expect((await mediaOf(path)).codec).toContain(format === "srt" ? "subrip" : "webvtt");
    expect(await Bun.file(path).text()).toContain("The old keeper counted\nevery step");
  }
  const json: Saved = await Bun.file(await savedFile(page, "JSON")).json();
  expect(json.words.map(({ word }) => word).slice(0, 3)).toEqual(["The", "old", "keeper"]);
  expect(faults).toEqual([]);
  await close();
});

test("two voices are spoken side by side, and heard from the same word", async () => {
  const { page, faults, close } = await stage.open();
  await page.getByRole("checkbox", { name: /Compare/ }).check();
  await page.getByRole("textbox", TEXT).fill(STORY);
  await page.getByRole("button", { name: "Speak A and B" }).click();
  await page.locator("[data-side=B][data-state=complete]").waitFor();
  await complete(page);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.locator('.written [data-word="10"]').click();
  await page.locator('.written [data-word="10"][aria-current]').waitFor();
  await page.getByRole("button", { name: /^Hear B/ }).click();
  await page.locator("[data-side=B] [aria-pressed=true]").waitFor();
  await page.waitForFunction(
    () =>
      Number(document.querySelector(".written [aria-current]")?.getAttribute("data-word")) >= 10,
  );
  expect(faults).toEqual([]);
  await close();
});

test("the last answers stay in the browser and play without the server", async () => {
  const { page, faults, close } = await stage.open();
  await speak(page, "Keep this sentence.");
  await complete(page);
  await page.reload();
  const entry = page.getByRole("button", { name: /: Keep this sentence\.$/ }).first();
  await entry.click();
  await page.getByRole("button", { name: "Play" }).click();
  await page.waitForFunction(() => window.tap.soundMs !== null);
  await page.getByRole("button", { name: "Delete all" }).click();
  await entry.waitFor({ state: "detached" });
  expect(faults).toEqual([]);
  await close();
});

test("letters that no voice can say are said to be left out", async () => {
  const { page, faults, close } = await stage.open();
  await speak(page, "Hello \u4f60\u597d there.");
  await page.getByText("2 letters were left out").waitFor();
  expect(faults).toEqual([]);
  await close();
});

test("the shown curl, JavaScript and Python speak", async () => {
  const { page, close } = await stage.open();
  await page.getByRole("textbox", TEXT).fill('It\'s "quoted" \\ here.');
  await page.getByText("This request as code").click();
  const folder = await mkdtemp(join(tmpdir(), "utter-e2e-"));
  for (const [language, command] of [
    ["curl", (code: string) => ["sh", "-c", code]],
    ["JavaScript", (code: string) => [process.execPath, "-e", code]],
    ["Python", (code: string) => ["python3", "-c", code]],
  ] as const) {
    const [tool = ""] = command("");
    if (Bun.which(tool) === null) continue;
    await page.getByRole("button", { name: language }).click();
    const code = (await page.locator(".code pre").first().textContent()) ?? "";
    const child = Bun.spawn(command(code), { cwd: folder, stderr: "inherit" });
    expect({ language, code: await child.exited }).toEqual({ language, code: 0 });
    expect((await mediaOf(`${folder}/speech.wav`)).codec).toContain("pcm");
    await rm(`${folder}/speech.wav`);
  }
  await rm(folder, { recursive: true });
  await close();
});

test("over plain HTTP from another machine, where browsers have no AudioWorklet, it plays too", async () => {
  const url = stage.proxy.url.replace("127.0.0.1", OTHER_HOST);
  const { page, faults, close } = await openPage(stage.browser, url);
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  await speak(page, STORY);
  await page.waitForFunction(() => window.tap.soundMs !== null);
  await page.waitForFunction(() => window.tap.marked.length > 3);
  expect(faults).toEqual([]);
  await close();
});

test("a long text is heard without a stall of the page while it arrives", async () => {
  const { page, faults, close } = await stage.open();
  await speak(page, `${STORY} `.repeat(25));
  await complete(page);
  await page.waitForFunction(() => window.tap.marked.length > 3);
  expect(await page.locator(".written [data-word]").count()).toBeGreaterThan(500);
  await page.getByRole("button", { name: "Pause" }).click();
  expect(faults).toEqual([]);
  await close();
});
