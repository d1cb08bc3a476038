import { createCodec } from "../../../src/codec/codec.ts";
import { probeCodes } from "../../../src/codec/codes.ts";
import { openDecoder } from "../../../src/codec/decode/decoder.ts";
import { createCodecStats } from "../../../src/codec/schedule/stats.ts";
import { CHANNEL } from "./channel.ts";
import { startCounter } from "./counter.ts";

const FIXTURE = new URL("../../../fixtures/decoder.onnx", import.meta.url).pathname;
const TOKENS = 30_000;
/** Windows after which the buffers of the stream and the lane have their final size. */
const WARM_WINDOWS = 30;

/** Buffers and typed arrays that are allocated for each window in steady state. */
export interface Allocations {
  readonly windows: number;
  /** On the event loop. One of them is the chunk that the reader gets. */
  readonly loop: number;
  /** In the decoder's Worker. */
  readonly worker: number;
}

/** Decodes one long stream with the fixture decoder and counts the allocations of both threads. */
export async function countAllocations(): Promise<Allocations> {
  const decoder = await openDecoder({
    file: FIXTURE,
    device: "cpu",
    threads: 1,
    lanes: 1,
    graphs: [],
    libraryPath: null,
    log: () => {},
    spawn: () => new Worker(new URL("./worker.ts", import.meta.url)),
  });
  const channel = new BroadcastChannel(CHANNEL);
  const counter = startCounter();
  try {
    const stats = createCodecStats();
    const codec = createCodec(decoder, { stats });
    const live = new AbortController().signal;
    const audio = codec(oneToken(), { kind: "live", targetMs: 300 }, live);
    for (let window = 0; window < WARM_WINDOWS; window += 1) await audio.next();
    const before = { loop: counter.count, worker: await ask(channel), windows: stats.windows };
    for await (const _chunk of audio) continue;
    const loop = counter.count - before.loop;
    const worker = (await ask(channel)) - before.worker;
    const windows = stats.windows - before.windows;
    return { windows, loop: loop / windows, worker: worker / windows };
  } finally {
    counter.stop();
    channel.close();
    await decoder.close();
  }
}

/** Yields tokens one by one, so that the reading of tokens is counted too. */
async function* oneToken(): AsyncGenerator<readonly number[]> {
  for (const code of probeCodes(TOKENS, 1)) yield [code];
}

/** Asks the Worker for its number of allocations. */
function ask(channel: BroadcastChannel): Promise<number> {
  return new Promise((resolve) => {
    channel.addEventListener("message", ({ data }) => resolve(Number(data)), { once: true });
    channel.postMessage("count");
  });
}
