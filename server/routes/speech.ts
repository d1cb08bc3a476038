import type { Context } from "hono";
import type { Engine } from "../../src/engine.ts";
import type { PerformanceRequest } from "../perform/perform.ts";
import { answer } from "../answer/answer.ts";
import { findVoice } from "../catalogue.ts";
import type { Deps } from "../deps.ts";
import type { Env } from "../env.ts";
import { refuseLongInput } from "./inputLength.ts";
import { toNormaliseOptions } from "./normalizeOptions.ts";
import { outputForm } from "./outputForm.ts";
import { type SpeechBody, toSampling } from "../schemas.ts";

/** Target time to first audio for a live listener. */
const LIVE_TARGET_MS = 300;
/** Target time to the complete file. */
const FILE_TARGET_MS = 10_000;

/** A parsed body. For voice cloning, `clone` has the recording and the name of the form field with the text. */
export interface SpeechInput {
  readonly body: SpeechBody;
  readonly clone?: Required<Pick<PerformanceRequest, "reference" | "inputField">>;
}

/** Handles POST /v1/audio/speech with a parsed body: resolves the voice and the defaults and sends the response. */
export async function speak(
  c: Context<Env>,
  { body, clone }: SpeechInput,
  deps: Deps,
): Promise<Response> {
  const found = toRequest(body, deps);
  const { engine } = found;
  const request = { ...found.request, ...clone };
  const form = outputForm(body);
  return answer(c, { engine, request, form, isEvents: body.stream_format === "sse" }, deps);
}

function toRequest(body: SpeechBody, deps: Deps): { engine: Engine; request: PerformanceRequest } {
  const voice = typeof body.voice === "string" ? body.voice : (body.voice?.id ?? null);
  const found = findVoice(deps.catalogue, body.model ?? null, voice);
  refuseLongInput(body.input, deps.config.MAX_INPUT_CHARS);
  const kind = body.stream === false && body.stream_format !== "sse" ? "file" : "live";
  return {
    engine: found.engine,
    request: {
      input: body.input,
      voice: found.voice,
      speed: body.speed ?? 1,
      normalize: toNormaliseOptions(body.normalize, deps),
      sampling: toSampling(body, deps.config),
      listener: {
        kind,
        targetMs: kind === "live" ? LIVE_TARGET_MS : FILE_TARGET_MS,
        hopS: body.playback_speed ?? deps.config.DEFAULT_PLAYBACK_SPEED,
        contextS: body.playback_overlap_speed ?? deps.config.DEFAULT_PLAYBACK_OVERLAP_SPEED,
      },
    },
  };
}
