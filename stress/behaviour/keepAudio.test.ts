import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { answerWith, beginChunked, tone, wavHead, wavTone, writeChunk } from "../server.fake.ts";
import { harnessPerTest } from "../run.fake.ts";

// One of the runs starts worker processes.
setDefaultTimeout(60_000);

const fixture = harnessPerTest(process.env);
const folder = () => join(fixture.harness.folder, "t");
const kept = () => fixture.json("audio/kept.json");

/** Streams 100 ms of audio after a header without a size. Every fifth answer is truncated. */
const streaming = () =>
  fixture.serve((socket, index) => {
    beginChunked(socket);
    writeChunk(socket, wavHead(0, { declared: 0xffffffff }));
    writeChunk(socket, tone(100));
    if (index % 5 === 4) setTimeout(() => socket.destroy(), 20);
    else writeChunk(socket, Buffer.alloc(0));
  });

test("--keep-audio writes playable files and adds players to the report", async () => {
  const { url } = await streaming();
  const args = ["--host", url, "--warmup=0", "--concurrency=2", "--requests=10", "--stream"];
  await fixture.harness.run([...args, "--keep-audio"]);
  const roles = kept().map(({ role }: { role: string }) => role);
  expect(roles).toEqual(["slowest", "slowest", "slowest", "median", "failed", "failed"]);
  for (const { file, role, level, audioS, whole } of kept()) {
    const bytes = readFileSync(join(folder(), file));
    expect({ level, audioS, whole }).toEqual({ level: "c2", audioS: 0.1, whole: true });
    expect(bytes.readUInt32LE(40)).toBe(4800);
    expect(file).toEndWith(`-${role}.wav`);
  }
  const page = fixture.harness.read("report.html");
  expect(
    page.match(/<audio controls preload="none" src="data:audio\/wav;base64,UklGR/g),
  ).toHaveLength(6);
  expect(page).toContain("media-src data:");
  expect(page).toContain('<a href="audio/c2-');

  await fixture.harness.run(args);
  expect(existsSync(join(folder(), "audio"))).toBe(false);
  expect(readdirSync(folder()).filter((name) => name.startsWith("audio-2"))).toHaveLength(1);
  expect(fixture.harness.read("report.html")).not.toContain("<audio");
});

test("audio that is too long to embed is played from its file", async () => {
  const { url } = await fixture.serve((socket) => answerWith(socket, wavTone(45_000)));
  const args = ["--host", url, "--warmup=0", "--concurrency=1", "--requests=1", "--keep-audio"];
  await fixture.harness.run(args);
  const [{ file }] = kept();
  expect(fixture.harness.read("report.html")).toContain(`preload="none" src="${file}"`);
});

test("two workers keep the audio of as many answers as one process", async () => {
  const { url } = await streaming();
  const args = ["--host", url, "--warmup=0", "--concurrency=4", "--requests=20", "--stream"];
  await fixture.harness.run([...args, "--keep-audio", "--workers=2"]);
  expect(kept()).toHaveLength(8);
});

test("merge copies the kept audio of all shards", async () => {
  const { url } = await streaming();
  const args = ["--host", url, "--warmup=0", "--concurrency=2", "--requests=20", "--stream"];
  const shards: string[] = [];
  for (const shard of ["0/2", "1/2"]) {
    await fixture.harness.run([...args, "--keep-audio", `--shard=${shard}`]);
    shards.push(join(fixture.harness.folder, `shard${shards.length}`));
    renameSync(folder(), shards.at(-1) ?? "");
  }
  await fixture.harness.run(["merge", ...shards]);
  expect(kept()).toHaveLength(12);
  expect(new Set(kept().map(({ seq }: { seq: number }) => seq)).size).toBe(12);
  for (const { file } of kept()) expect(existsSync(join(folder(), file))).toBe(true);
});
