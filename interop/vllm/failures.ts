import { type Case, must } from "../cases.ts";
import { requestSpeech } from "../client.ts";
import { brokenBody, refused, SLACK_MS } from "../lm/endings.ts";
import { LONG_TEXT, withServer } from "../lm/stage.ts";
import { post, type RealLm, signal, untilGauge, type VllmStage } from "./lm.ts";

/** Maximum time to an error that does not depend on a timeout. */
const QUICK_MS = 1000;
const SHORT_TEXT = "Only a few words.";

export const DENIED: readonly Case<VllmStage>[] = [
  {
    id: "key",
    claim: "with a wrong key the server answers 502 and names TTS_API_KEY",
    run: (stage) => denied(stage, { TTS_API_KEY: "not-the-key" }, "TTS_API_KEY"),
  },
  {
    id: "model",
    claim: "with a wrong MODEL_NAME the server answers 502 and names MODEL_NAME",
    run: (stage) => denied(stage, { MODEL_NAME: "no-such-model" }, "MODEL_NAME"),
  },
];

export const FROZEN: readonly Case<VllmStage>[] = [
  {
    id: "frozen",
    claim: "while the engine is frozen, a request without audio gets 504 and a running body is cut",
    run: frozen,
  },
];

/** Cases for an LM with few slots and a short queue. */
export const FULL: readonly Case<VllmStage>[] = [
  {
    id: "full",
    claim: "with a full queue the server answers 429 or 503 with Retry-After",
    run: full,
  },
  {
    id: "killed-first",
    claim: "after a kill of the engine before first audio the server answers 502",
    run: killedFirst,
  },
];
export const FULL_FLAGS = "--max-num-seqs 2 --max-num-queued-reqs 3";

export const KILLED: readonly Case<VllmStage>[] = [
  {
    id: "killed",
    claim: "an engine killed mid-stream breaks the body",
    run: (stage) => broken(stage, () => signal(started(stage.lm).engine, "SIGKILL")),
  },
];

export const TERMINATED: readonly Case<VllmStage>[] = [
  {
    id: "terminated",
    claim: "after SIGTERM to vLLM mid-stream, the body is cut within the idle timeout",
    run: (stage) => broken(stage, () => signal(started(stage.lm).api, "SIGTERM")),
  },
];

function started(lm: RealLm): NonNullable<RealLm["processes"]> {
  if (lm.processes === null)
    throw new Error("needs --start: without it the processes of vLLM are unknown");
  return lm.processes;
}

async function denied(stage: VllmStage, env: Readonly<Record<string, string>>, word: string) {
  return withServer(stage, env, async ({ url }) => {
    const answer = await requestSpeech(url, { input: SHORT_TEXT }).answer;
    const { message, figures } = await refused(answer, [502], QUICK_MS);
    must(message.includes(word), `the error does not name ${word}: ${message}`);
    return `${figures}: ${message}`;
  });
}

/** Calls `harm` after the first audio and checks that the body breaks. */
async function broken(stage: VllmStage, harm: () => void): Promise<string> {
  return withServer(stage, {}, async ({ url }) => {
    const sentMs = performance.now();
    const answer = await requestSpeech(url, { input: LONG_TEXT }).answer;
    await answer.first;
    const sinceMs = performance.now() - sentMs;
    harm();
    const withinMs = stage.timeoutS * 1000 + SLACK_MS;
    return brokenBody(answer, await answer.end, { sinceMs, withinMs });
  });
}

function frozen(stage: VllmStage): Promise<string> {
  const { engine } = started(stage.lm);
  const withinMs = stage.timeoutS * 1000 + SLACK_MS;
  return withServer(stage, {}, async ({ url }) => {
    const sentMs = performance.now();
    const running = await requestSpeech(url, { input: LONG_TEXT }).answer;
    await running.first;
    const sinceMs = performance.now() - sentMs;
    signal(engine, "SIGSTOP");
    try {
      const late = await requestSpeech(url, { input: SHORT_TEXT }).answer;
      const { figures } = await refused(late, [504], withinMs);
      const body = brokenBody(running, await running.end, { sinceMs, withinMs });
      return `before first audio ${figures}; mid-stream ${body}`;
    } finally {
      signal(engine, "SIGCONT");
    }
  });
}

/** Occupies `count` of vLLM's slots with endless generations until `release` is called. */
async function occupy(lm: RealLm, count: number): Promise<{ release(): Promise<void> }> {
  const prompt = "<|im_start|>husein: Filler.<|speech_start|>";
  const body = { prompt, max_tokens: 4000, ignore_eos: true, stream: true };
  const responses = await Promise.all(
    Array.from({ length: count }, () => post(lm, "/v1/completions", body)),
  );
  return {
    async release() {
      const cancelled = responses.map(async ({ body }) => body?.cancel());
      await Promise.allSettled(cancelled);
    },
  };
}

function full(stage: VllmStage): Promise<string> {
  const { lm } = stage;
  return withServer(stage, {}, async ({ url }) => {
    const fillers = await occupy(lm, 3);
    try {
      await untilGauge(lm, "waiting", (waiting) => waiting > 0);
      const answer = await requestSpeech(url, { input: SHORT_TEXT }).answer;
      const { figures } = await refused(answer, [429, 503], QUICK_MS);
      const retryAfter = answer.headers.get("retry-after");
      must(retryAfter !== null, `${figures} without Retry-After`);
      return `${figures}, Retry-After ${retryAfter}`;
    } finally {
      await fillers.release();
      await untilGauge(lm, "running", (running) => running === 0);
    }
  });
}

/** All slots are occupied, so the request is queued and has no audio when the engine dies. */
function killedFirst(stage: VllmStage): Promise<string> {
  const { lm } = stage;
  const { engine } = started(lm);
  return withServer(stage, {}, async ({ url }) => {
    const fillers = await occupy(lm, 2);
    try {
      await untilGauge(lm, "running", (running) => running === 2);
      const queued = requestSpeech(url, { input: SHORT_TEXT });
      await untilGauge(lm, "waiting", (waiting) => waiting > 0);
      signal(engine, "SIGKILL");
      const withinMs = stage.timeoutS * 1000 + SLACK_MS;
      const { figures, message } = await refused(await queued.answer, [502], withinMs);
      return `${figures}: ${message}`;
    } finally {
      await fillers.release();
    }
  });
}
