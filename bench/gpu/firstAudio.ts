import { TOKENS_PER_SECOND } from "../../src/codec/codes.ts";
import { firstTokens } from "../../src/codec/schedule/cuts.ts";
import type { DeviceName } from "../../src/ort/cuda.ts";
import { measureLoad } from "../codec/load.ts";
import { quantile } from "../quantile.ts";

const ROUNDS = 2;

interface Setup {
  readonly model: string;
  readonly tokens: string;
  readonly device: DeviceName;
  /** Window lengths with a graph, tokens. None: no graphs. */
  readonly lengths: readonly number[];
}

/**
 * Measures the server with live clients and a replayed LM that sends 50 tokens a second to each. Prints first audio, of
 * which the tokens of the first window take a fixed part. Stalls are not counted: the LM is only as fast as speech.
 */
export async function measureFirstAudio(setup: Setup, listeners: number): Promise<void> {
  const env = {
    DECODER_MODEL: setup.model,
    DUMMY_TOKENS_FILE: setup.tokens,
    DUMMY_REPEAT: "2",
    DUMMY_TOKEN_DELAY: String(1 / TOKENS_PER_SECOND),
    DEVICE: setup.device,
    MAX_BATCH_SIZE: "64",
    MAX_IN_FLIGHT: String(listeners),
    CUDA_GRAPH_BATCH: JSON.stringify(setup.lengths.map((length) => length / TOKENS_PER_SECOND)),
  };
  const streams = ROUNDS * listeners;
  const load = { concurrency: listeners, streams, stream: true, play: true };
  const { heard, server } = await measureLoad(env, load);
  const firsts = heard.map(({ firstAudioMs }) => firstAudioMs);
  const [p50, p95] = [0.5, 0.95].map((q) => quantile(firsts, q).toFixed(0));
  const tokensMs = (firstTokens({ kind: "live", targetMs: 0 }) * 1000) / TOKENS_PER_SECOND;
  const { runs, windows, busyMs } = server;
  console.log(
    `${listeners} live, ${setup.lengths.length > 0 ? "with" : "without"} graphs, ${TOKENS_PER_SECOND} tokens/s each: first audio p50 ${p50} p95 ${p95} ms (its tokens take ${tokensMs.toFixed(0)} ms); ` +
      `mean batch ${(windows / runs).toFixed(2)}, mean run ${(busyMs / runs).toFixed(1)} ms`,
  );
}
