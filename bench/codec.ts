import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { type Decoder, openDecoder } from "../src/codec/decoder.ts";
import { percentile } from "../src/stats/percentiles.ts";
import { type Heard, listen } from "./listener.ts";
import { startServer } from "./server-process.ts";

const TOKENS_PER_S = 50;
const SHAPES = [
  [1, 25],
  [1, 95],
  [2, 95],
  [4, 50],
  [4, 95],
  [8, 95],
] as const;
const SHAPE_S = 4;
const INPUT = "One sentence, which the replay answers with its own tokens.";
/** What a speech LM gives one stream while eight share it. */
const LM_TOKENS_PER_S = 300;

/**
 * The codec: raw batched decode, then the whole server over HTTP on replayed tokens, as a ratio to the best raw shape.
 * `--model FILE --tokens FILE [--seconds N]`: N seconds for each load.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      model: { type: "string", default: "fixtures/decoder.onnx" },
      tokens: { type: "string" },
      seconds: { type: "string", default: "20" },
    },
  });
  if (values.tokens === undefined)
    throw new Error("--tokens FILE is needed: recorded <|s_N|> tokens to replay");
  const seconds = Number(values.seconds);
  const raw = await bestRaw(values.model);
  const env = { DECODER_MODEL: values.model, DUMMY_TOKENS_FILE: values.tokens, DEVICE: "cpu" };
  await withServer(env, async (url) => {
    for (const concurrency of [1, 8, 16]) {
      const rate = audioRate(await load({ url, concurrency, seconds, stream: false }));
      console.log(
        `whole files at ${concurrency}: ${rate.toFixed(1)} audio-s/s, ${(rate / raw).toFixed(2)} of raw`,
      );
    }
    const streamed = audioRate(await load({ url, concurrency: 16, seconds, stream: true }));
    console.log(
      `streamed at 16, read at once: ${streamed.toFixed(1)} audio-s/s, ${(streamed / raw).toFixed(2)} of raw`,
    );
  });
  await withServer({ ...env, DUMMY_TOKEN_DELAY: String(1 / LM_TOKENS_PER_S) }, async (url) => {
    for (const concurrency of [1, 8]) {
      const { heard } = await load({
        url,
        concurrency,
        seconds: 2 * seconds,
        stream: true,
        play: true,
      });
      const first = Float64Array.from(heard, (one) => one.firstAudioMs).sort();
      const stalled = heard.filter((one) => one.worstStallMs > 50).length;
      console.log(
        `${concurrency} real-time listeners, ${LM_TOKENS_PER_S} tokens/s each: first audio p50 ${percentile(first, 0.5, "type7").toFixed(0)} ` +
          `p95 ${percentile(first, 0.95, "type7").toFixed(0)} ms, stalls > 50 ms ${((100 * stalled) / heard.length).toFixed(1)} % of ${heard.length} streams`,
      );
    }
  });
}

/** Audio seconds per second of the best shape of window batches, without server or scheduler. */
async function bestRaw(file: string): Promise<number> {
  const decoder = await openDecoder({
    file,
    device: "cpu",
    threads: availableParallelism(),
    lanes: 1,
    graphs: [],
    libraryPath: null,
    log: console.log,
  });
  let best = 0;
  try {
    for (const [batch, length] of SHAPES) {
      const rate = await rawRate(decoder, batch, length);
      console.log(`raw ${batch}×${length}: ${rate.toFixed(1)} audio-s/s`);
      best = Math.max(best, rate);
    }
  } finally {
    await decoder.close();
  }
  return best;
}

async function rawRate(decoder: Decoder, batch: number, length: number): Promise<number> {
  const rows = Array.from({ length: batch }, (_, row) =>
    Int32Array.from({ length }, (_code, at) => (at * 997 + row) % 65_536),
  );
  await decoder.decode(rows);
  const startMs = performance.now();
  let runs = 0;
  while (performance.now() - startMs < SHAPE_S * 1000) {
    await decoder.decode(rows);
    runs += 1;
  }
  return (runs * batch * length) / TOKENS_PER_S / ((performance.now() - startMs) / 1000);
}

async function withServer(
  env: Readonly<Record<string, string>>,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const server = await startServer(env);
  try {
    await listen(server.url, { input: INPUT });
    await use(server.url);
  } finally {
    await server.stop();
  }
}

interface Load {
  readonly url: string;
  readonly concurrency: number;
  readonly seconds: number;
  readonly stream: boolean;
  /** Whether each listener waits until its playback has ended; starts are spread over one text then. */
  readonly play?: boolean;
}

interface Loaded {
  readonly heard: readonly Heard[];
  readonly wallS: number;
}

/** A closed loop; after `seconds` nothing is sent and what runs is finished. */
async function load({ url, concurrency, seconds, stream, play = false }: Load): Promise<Loaded> {
  const heard: Heard[] = [];
  const startMs = performance.now();
  const listener = async (index: number): Promise<void> => {
    if (play) await Bun.sleep((index * 6500) / concurrency);
    while (performance.now() - startMs < seconds * 1000) {
      const one = await listen(url, { input: INPUT, stream });
      heard.push(one);
      if (play) await Bun.sleep(Math.max(0, one.firstAudioMs + one.audioS * 1000 - one.endMs));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, (_, index) => listener(index)));
  return { heard, wallS: (performance.now() - startMs) / 1000 };
}

function audioRate({ heard, wallS }: Loaded): number {
  return heard.reduce((sum, one) => sum + one.audioS, 0) / wallS;
}
