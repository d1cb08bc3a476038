import { expect, test } from "bun:test";
import { join } from "node:path";
import { expectedAudio } from "../../../fixtures/makeDecoder.ts";
import { openLane } from "./lane.ts";
import { openDecoderSession } from "./session.ts";

const FIXTURE = join(import.meta.dir, "../../../fixtures/decoder.onnx");
const MIB = 2 ** 20;

/** Opens a lane and records its Workers. The first `doomed` Workers are terminated at once. */
async function open(doomed = 0) {
  const log: string[] = [];
  const workers: Worker[] = [];
  const options = {
    device: "cpu",
    threads: 1,
    libraryPath: null,
    graphs: [],
    log: () => {},
  } as const;
  const session = await openDecoderSession({ file: FIXTURE, ...options });
  const spawn = () => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url));
    if (workers.push(worker) <= doomed) worker.terminate();
    return worker;
  };
  const lane = openLane({ opening: session.opening, spawn, log: (line) => log.push(line) });
  const decode = (rows: readonly Int32Array[]) =>
    lane.run(rows, (audio) => audio.map((row) => Float32Array.from(row)));
  const close = async () => {
    await lane.close();
    session.close();
  };
  return { lane, decode, log, workers, [Symbol.asyncDispose]: close };
}

function closeTo(audio: Float32Array | undefined, codes: Int32Array): boolean {
  const want = expectedAudio([...codes]);
  return audio?.length === want.length && want.every((x, i) => Math.abs(x - audio[i]!) < 1e-4);
}

test("run() - retries on a new Worker if the Worker dies", async () => {
  await using opened = await open(1);
  const codes = Int32Array.of(1, 2, 3, 4, 5);
  const [audio] = await opened.decode([codes]);
  expect(closeTo(audio, codes)).toBe(true);
  expect(opened.workers.length).toBe(2);
  expect(opened.log.join()).toContain("is replaced");
});

test("run() - throws if two Workers die, and the next run succeeds", async () => {
  await using opened = await open(2);
  const codes = Int32Array.of(6, 7, 8);
  await expect(opened.decode([codes])).rejects.toMatchObject({ code: "decode" });
  const [audio] = await opened.decode([codes]);
  expect(closeTo(audio, codes)).toBe(true);
});

test("run() - replaces a Worker that died between runs", async () => {
  await using opened = await open();
  const codes = Int32Array.of(9, 10);
  await opened.decode([codes]);
  opened.workers[0]!.terminate();
  const [audio] = await opened.decode([codes]);
  expect(closeTo(audio, codes)).toBe(true);
});

test("run() - throws ONNX Runtime's text if a run fails, and the next run succeeds", async () => {
  await using opened = await open();
  await expect(opened.decode([Int32Array.of(70_000)])).rejects.toMatchObject({
    code: "decode",
    message: expect.stringContaining("indices element out of data bounds"),
  });
  const codes = Int32Array.of(11, 12);
  expect(closeTo((await opened.decode([codes]))[0], codes)).toBe(true);
});

test("run() - the audio of all runs lies in the same memory", async () => {
  await using opened = await open();
  const memories = new Set<ArrayBufferLike>();
  for (const length of [90, 30, 90]) {
    await opened.lane.run([new Int32Array(length)], ([audio]) => memories.add(audio!.buffer));
  }
  expect(memories.size).toBe(1);
});

test("run() - memory stays flat over thousands of runs with changing shapes and replaced Workers", async () => {
  await using opened = await open();
  const runs = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      if (i % 500 === 0) opened.workers.at(-1)!.terminate();
      const row = new Int32Array(1 + (i % 24)).fill(i);
      await opened.decode(Array.from({ length: 1 + (i % 3) }, () => row));
    }
  };
  await runs(1000);
  Bun.gc(true);
  const before = process.memoryUsage().rss;
  await runs(3000);
  Bun.gc(true);
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * MIB);
});
