import { afterAll, beforeEach, expect, test } from "bun:test";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { play } from "./player.ts";

const folder = await mkdtemp(join(tmpdir(), "utter-player-"));

beforeEach(async () => {
  for (const name of await readdir(folder)) await rm(join(folder, name));
});
afterAll(() => rm(folder, { recursive: true }));

/** Puts a player on the PATH that notes its arguments, complains and exits with `code`. */
async function install(name: string, code: number, complaint = ""): Promise<void> {
  const script = `#!/bin/sh\necho "${name} $*" >> ${folder}/played\nprintf '%s' '${complaint}' >&2\nexit ${code}\n`;
  await writeFile(join(folder, name), script, { mode: 0o755 });
}

test("a player that fails is passed over, and the next one plays the file", async () => {
  await install("paplay", 1);
  await install("aplay", 0);
  await install("mpv", 0);
  expect(await play("/demo.wav", 1, folder)).toEqual({
    player: "aplay",
    failures: ["paplay ended with code 1"],
  });
  expect(await Bun.file(join(folder, "played")).text()).toBe(
    "paplay /demo.wav\naplay -q /demo.wav\n",
  );
});

test("without a player nothing is played", async () => {
  expect(await play("/demo.wav", 1, folder)).toEqual({ player: null, failures: [] });
});

test("a player that complains and ends at once with code 0 has not played", async () => {
  await install("ffplay", 0, "no card 0\naudio open failed\nno such file\n");
  await install("mpv", 0);
  expect(await play("/demo.wav", 60, folder)).toEqual({
    player: "mpv",
    failures: ["ffplay played nothing: audio open failed"],
  });
});

test("where every player fails, each is named with its code and its complaint", async () => {
  await install("ffplay", 2);
  await install("mpv", 1, "no device");
  expect(await play("/demo.wav", 1, folder)).toEqual({
    player: null,
    failures: ["ffplay ended with code 2", "mpv ended with code 1: no device"],
  });
});
