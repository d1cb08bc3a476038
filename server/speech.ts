import type { Context } from "hono";
import { type AudioFormat, contentType, encode, wholeFile } from "../src/audio/encode.ts";
import type { Engine, TokenUsage } from "../src/engine.ts";
import { SpeechError } from "../src/errors.ts";
import { started } from "../src/streams.ts";
import { OUTPUT_HZ, type SpeechRequest, synthesize } from "../src/synthesize.ts";
import type { Deps, Env } from "./app.ts";
import { isServerFault, toSpeechError } from "./errors.ts";
import { estimatedAudioS } from "./estimate.ts";
import { EVENT_STREAM, errorEvent, toEvents } from "./events.ts";
import { refuseLongInput } from "./inputLength.ts";
import type { AccessRecord } from "./log.ts";
import { toNormaliseOptions } from "./normalize.ts";
import { type SpeechBody, toSampling } from "./schemas.ts";
import { createPatience, impatient, toBody } from "./stream.ts";
import { findVoice } from "./voices.ts";

/** OpenAI's own default. */
const DEFAULT_FORMAT: AudioFormat = "mp3";
/** Latency wanted by a listener who plays while audio arrives, and by one who wants the file, milliseconds. */
const LIVE_TARGET_MS = 300;
const FILE_TARGET_MS = 10_000;
/** The longest idle limit that Bun knows, seconds. */
const MAX_IDLE_S = 255;
/** A body that was given up stays open for as long as nobody reads it: the shortest idle limit ends it. */
const HANG_UP_S = 1;

/** POST /v1/audio/speech, its body parsed: admits, waits for the first audio, and answers as it is made or whole. */
export async function speak(c: Context<Env>, body: SpeechBody, deps: Deps): Promise<Response> {
  const record = c.get("record");
  const { engine, request } = toRequest(body, deps);
  const spent = (tokens: TokenUsage): void => {
    record.inputTokens = (record.inputTokens ?? 0) + tokens.input;
    record.outputTokens = (record.outputTokens ?? 0) + tokens.output;
  };
  record.voice = request.voice;
  record.chars = Array.from(request.input).length;
  refuseUnready(engine, deps);

  const cut = new AbortController();
  const signal = AbortSignal.any([c.req.raw.signal, cut.signal, deps.drain.deadline]);
  const work = {
    key: c.get("key") ?? "",
    live: request.listener.kind === "live",
    audioS: estimatedAudioS(request.input, request.speed),
  };
  const release = await deps.admission.enter(work, signal);
  record.queueMs = deps.now() - record.startedMs;
  const format: AudioFormat = body.response_format ?? DEFAULT_FORMAT;
  const patience = createPatience(deps.config.REQUEST_TIMEOUT_S * 1000, () =>
    cut.abort(tooSilent(deps)),
  );
  const asked = {
    ...request,
    sampling: { ...request.sampling, spent },
    listener: { ...request.listener, progress: patience.progress },
  };
  const pcm = counted(
    impatient(synthesize(asked, engine, signal), patience, signal),
    record,
    deps.now,
  );
  c.header("Content-Type", contentType(format, OUTPUT_HZ));
  c.header("Cache-Control", "no-store");
  try {
    const audio = await started(pcm, signal);
    if (request.listener.kind === "file") {
      const file = await wholeFile(audio, OUTPUT_HZ, format);
      record.bytes = file.length;
      release();
      limitIdle(c, deps.config.CLIENT_STALL_TIMEOUT_S);
      return c.body(new Uint8Array(file));
    }
    record.streaming = true;
    c.header("X-Accel-Buffering", "no");
    const events = body.stream_format === "sse";
    if (events) c.header("Content-Type", EVENT_STREAM);
    const bytes = encode(audio, OUTPUT_HZ, format);
    const stream = toBody(
      sized(events ? toEvents(bytes, record) : bytes, record),
      {
        ...(events ? { lastWords: errorEvent } : {}),
        stallMs: deps.config.CLIENT_STALL_TIMEOUT_S * 1000,
        ended(how, error) {
          // An encoder that was never pulled from does not close what it would have read.
          void Promise.resolve(audio.return?.()).catch(() => {});
          release();
          if (how === "stalled") limitIdle(c, HANG_UP_S);
          if (how === "broken" && events) limitIdle(c, deps.config.CLIENT_STALL_TIMEOUT_S);
          record.outcome = how;
          if (error !== undefined) record.error = toSpeechError(error).code;
          deps.finished(record, how === "broken" && isServerFault(error) ? error : undefined);
        },
      },
      signal,
    );
    return c.body(stream);
  } catch (error) {
    release();
    throw error;
  }
}

/** Cuts the connection when it stands still for so long; Bun counts in whole seconds. */
function limitIdle(c: Context<Env>, seconds: number): void {
  c.env?.timeout?.(c.req.raw, Math.min(MAX_IDLE_S, Math.ceil(seconds)));
}

function toRequest(body: SpeechBody, deps: Deps): { engine: Engine; request: SpeechRequest } {
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
      normalize: toNormaliseOptions(body.normalize),
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

function refuseUnready(engine: Engine, deps: Deps): void {
  if (deps.drain.draining)
    throw new SpeechError("not_ready", "not ready: the server is shutting down", {
      retryAfterS: 1,
    });
  const reason = engine.unready();
  if (reason !== null) throw reason;
}

function tooSilent(deps: Deps): SpeechError {
  return new SpeechError(
    "timeout",
    `no progress for ${deps.config.REQUEST_TIMEOUT_S} s (REQUEST_TIMEOUT_S)`,
  );
}

/** Passes PCM on and notes when the first of it came and how much there was. */
async function* counted(
  pcm: AsyncIterable<Float32Array>,
  record: AccessRecord,
  now: () => number,
): AsyncGenerator<Float32Array> {
  let samples = 0;
  for await (const chunk of pcm) {
    record.firstAudioMs ??= now() - record.startedMs;
    samples += chunk.length;
    record.audioS = samples / OUTPUT_HZ;
    yield chunk;
  }
}

async function* sized(
  bytes: AsyncIterable<Uint8Array>,
  record: AccessRecord,
): AsyncGenerator<Uint8Array> {
  record.bytes = 0;
  for await (const chunk of bytes) {
    record.bytes += chunk.length;
    yield chunk;
  }
}
