import { type Case, must } from "../cases.ts";
import { completeBody, requestSpeech } from "../client.ts";
import { brokenBody, refused, SLACK_MS } from "../lm/endings.ts";
import { freesSlot } from "../lm/leave.ts";
import { SAMPLES_PER_TOKEN, speakAtOnce } from "../lm/lengths.ts";
import { equalSeeds } from "../lm/seeds.ts";
import { LONG_TEXT, withServer } from "../lm/stage.ts";
import { busySlots, type LlamaStage, occupy } from "./lm.ts";

/** Slots of the llama.cpp under test. */
export const SLOTS = 2;
/** Long enough that nearly every generation of the random model ends at its end token. */
const MAX_TOKENS = 600;
const SHORT_TEXT = "Only a few words.";

/** The last case kills llama.cpp. */
export const CASES: readonly Case<LlamaStage>[] = [
  ...[1, 4].flatMap((count) =>
    [true, false].map((stream) => ({
      id: `sound-${count}-${stream ? "streamed" : "whole"}`,
      claim: `${count} at once on ${SLOTS} slots, ${stream ? "streamed" : "whole"}: samples are tokens x ${SAMPLES_PER_TOKEN}`,
      run: (stage: LlamaStage) => lengths(stage, count, stream),
    })),
  ),
  {
    id: "seed",
    claim: "equal seed and text give equal files",
    run: (stage) => equalSeeds(stage, MAX_TOKENS),
  },
  {
    id: "usage",
    claim: "an event stream ends with the token counts of llama.cpp",
    run: usage,
  },
  {
    id: "leave",
    claim: "a client that disconnects frees its slot within 200 ms",
    run: (stage) => freesSlot(stage, () => busySlots(stage.lm)),
  },
  {
    id: "key",
    claim: "with a wrong key the server answers 502 and names TTS_API_KEY",
    run: denied,
  },
  {
    id: "full",
    claim: "while llama.cpp queues without a limit, a request gets 503 or 504 in time",
    run: full,
  },
  {
    id: "queued",
    claim: "a request that waits for a slot is spoken once one is free",
    run: queued,
  },
  { id: "killed", claim: "a kill mid-stream breaks the body, later requests get 502", run: killed },
];

async function lengths(stage: LlamaStage, count: number, stream: boolean): Promise<string> {
  return (await speakAtOnce(stage, { count, stream, maxTokens: MAX_TOKENS })).figures;
}

function usage(stage: LlamaStage): Promise<string> {
  return withServer(stage, {}, async ({ url }) => {
    const body = { input: SHORT_TEXT, stream_format: "sse", max_tokens: MAX_TOKENS };
    const events = new TextDecoder().decode(await completeBody(url, body));
    const [, output = "0"] = /"output_tokens":(\d+)/.exec(events) ?? [];
    must(Number(output) > 0, `no output_tokens in ${events.slice(-300)}`);
    return `${output} output tokens`;
  });
}

function denied(stage: LlamaStage): Promise<string> {
  return withServer(stage, { TTS_API_KEY: "not-the-key" }, async ({ url }) => {
    const answer = await requestSpeech(url, { input: SHORT_TEXT }).answer;
    const { message, figures } = await refused(answer, [502], SLACK_MS);
    must(message.includes("TTS_API_KEY"), `the error does not name TTS_API_KEY: ${message}`);
    return `${figures}: ${message}`;
  });
}

/** Generations that take longer than the server's timeout, also on a machine that is several times faster. */
const FULL_QUEUE = 6 * SLOTS;

/** llama.cpp refuses nothing. Once each of its HTTP threads holds a queued request, it also answers no health check. */
function full(stage: LlamaStage): Promise<string> {
  return withServer(stage, {}, async ({ url }) => {
    const fillers = await occupy(stage.lm, { slots: SLOTS, generations: FULL_QUEUE });
    try {
      const answer = await requestSpeech(url, { input: SHORT_TEXT }).answer;
      return (await refused(answer, [503, 504], stage.timeoutS * 1000 + SLACK_MS)).figures;
    } finally {
      fillers.release();
    }
  });
}

function queued(stage: LlamaStage): Promise<string> {
  const { lm } = stage;
  return withServer(stage, {}, async ({ url }) => {
    const fillers = await occupy(lm, { slots: SLOTS, generations: SLOTS });
    const spoken = completeBody(url, { input: SHORT_TEXT, max_tokens: MAX_TOKENS });
    spoken.catch(() => {}); // awaited below
    await Bun.sleep(500);
    fillers.release();
    const { length } = await spoken;
    must(length > 0, "no audio");
    return `${(length / 2 / 24_000).toFixed(1)} s of audio`;
  });
}

function killed(stage: LlamaStage): Promise<string> {
  return withServer(stage, {}, async ({ url }) => {
    const sentMs = performance.now();
    const answer = await requestSpeech(url, { input: LONG_TEXT }).answer;
    await answer.first;
    const sinceMs = performance.now() - sentMs;
    stage.lm.kill();
    const withinMs = stage.timeoutS * 1000 + SLACK_MS;
    const body = brokenBody(answer, await answer.end, { sinceMs, withinMs });
    const later = await requestSpeech(url, { input: SHORT_TEXT }).answer;
    return `${body}; then ${(await refused(later, [502, 503], SLACK_MS)).figures}`;
  });
}
