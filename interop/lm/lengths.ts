import { must } from "../cases.ts";
import { completeBody } from "../client.ts";
import { type Generation, recording, speechTokens } from "./recorder.ts";
import type { Stage } from "./stage.ts";

/** NeuCodec: 50 tokens a second at 24 kHz. */
export const SAMPLES_PER_TOKEN = 480;
const WAV_HEADER_BYTES = 44;

interface Requests {
  /** Requests at once. */
  readonly count: number;
  readonly stream: boolean;
  /** max_tokens of each request. */
  readonly maxTokens: number;
}

interface Spoken {
  readonly tokens: number;
  readonly generations: readonly Generation[];
  readonly figures: string;
}

/**
 * Sends several requests at once and checks that each has as many samples as the LM sent speech tokens. Throws an Error
 * if one has not.
 */
export function speakAtOnce(stage: Stage, requests: Requests): Promise<Spoken> {
  return recording(stage, async (url, generations) => {
    const startedMs = performance.now();
    const counts = await Promise.all(
      Array.from({ length: requests.count }, (_, index) => speakOne(url, index, requests)),
    );
    const totals = counts.map(({ input, samples }, index) => {
      // An empty generation is retried, so the last generation is the spoken one.
      const generation = generations.findLast(({ body }) => body.prompt.includes(input));
      const tokens = speechTokens(generation?.text ?? "");
      must(tokens > 0, `request ${index}: no tokens were recorded`);
      const expected = tokens * SAMPLES_PER_TOKEN;
      must(
        samples === expected,
        `request ${index}: expected ${expected} samples for ${tokens} tokens, got ${samples}`,
      );
      return tokens;
    });
    const seconds = (performance.now() - startedMs) / 1000;
    const tokens = totals.reduce((sum, each) => sum + each, 0);
    const range = `${Math.min(...totals)} to ${Math.max(...totals)}`;
    const figures = `${tokens} tokens (${range}), ${tokens * SAMPLES_PER_TOKEN} samples, ${seconds.toFixed(1)} s`;
    return { tokens, generations, figures };
  });
}

async function speakOne(url: string, index: number, { stream, maxTokens }: Requests) {
  const input = `Request ${index} says hello.`;
  // Not normalised, so that the prompt has the number as it is written here.
  const format = { response_format: stream ? "pcm" : "wav", stream, normalize: false };
  const bytes = await completeBody(url, { input, seed: index, max_tokens: maxTokens, ...format });
  return { input, samples: (bytes.length - (stream ? 0 : WAV_HEADER_BYTES)) / 2 };
}
