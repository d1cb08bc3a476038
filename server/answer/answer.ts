import type { Context } from "hono";
import { type AudioFormat, contentType, encode, wholeFile } from "../../src/audio/encode/encode.ts";
import type { Engine } from "../../src/engine.ts";
import { SpeechError } from "../../src/errors.ts";
import { pcmOf } from "../../src/sound.ts";
import { started, untilAborted } from "../../src/streams.ts";
import { OUTPUT_HZ, type SpeechRequest, synthesize } from "../../src/synthesize.ts";
import { createTimeline, type Step, type Timeline } from "../../src/timeline.ts";
import type { Deps } from "../deps.ts";
import type { Env } from "../env.ts";
import { isServerFault, toSpeechError } from "../errors.ts";
import { estimatedAudioS } from "../admission/estimate.ts";
import { EVENT_STREAM, errorEvent, toEvents } from "./events.ts";
import type { AccessRecord } from "../observe/record.ts";
import { watchFileReader } from "./fileReader.ts";
import { counted, recordingHooks, sized } from "./measured.ts";
import { createIdleTimer, withIdleTimeout } from "../perform/idleTimeout.ts";
import { createStages, type Stages } from "../observe/stages.ts";
import { toBody } from "./body.ts";
import { serverTiming } from "../observe/timing.ts";

/** Granularity of Bun's idle timeout: it may cut a connection this much before its limit, seconds. */
const BUN_IDLE_GRANULARITY_S = 4;
/** Idle timeout that makes Bun close the connection of an aborted body that is not read, seconds. */
const ABORTED_IDLE_S = 1;

/** What is to be spoken, by whom, and as what it is to be sent. */
export interface Asked {
  readonly engine: Engine;
  readonly request: SpeechRequest;
  readonly format: AudioFormat;
  /** As OpenAI's events instead of plain audio. */
  readonly events: boolean;
}

/** A request that has its place: what its answer is made of. */
interface Admitted extends Asked {
  readonly record: AccessRecord;
  readonly stages: Stages;
  readonly timeline: Timeline;
  /** Gives the place back; calling it again does nothing. */
  readonly leave: () => void;
}

/** Admits, waits for the first audio, and answers as it is made or whole. */
export async function answer(c: Context<Env>, asked: Asked, deps: Deps): Promise<Response> {
  const record = c.get("record");
  const { engine, request } = asked;
  record.engine = engine.id;
  record.voice = request.voice;
  record.format = asked.format;
  record.chars = Array.from(request.input).length;
  refuseUnready(engine, deps);

  const cut = new AbortController();
  const signal = AbortSignal.any([c.req.raw.signal, cut.signal, deps.drain.deadline]);
  const stages = createStages(deps.now);
  record.stages = stages;
  const work = {
    key: c.get("key") ?? "",
    live: request.listener.kind === "live",
    audioS: estimatedAudioS(request.input, request.speed),
  };
  const slot = await deps.admission.enter(work, signal);
  stages.enter("engine");
  const unwatch = deps.watchdog.watch({
    id: record.id,
    startedMs: record.startedMs,
    stages,
    free(reason) {
      cut.abort(reason);
      leave();
    },
  });
  const leave = (): void => {
    unwatch();
    slot.release();
  };
  const idleTimer = createIdleTimer(deps.config.REQUEST_TIMEOUT_S * 1000, () =>
    cut.abort(tooSilent(deps)),
  );
  const timeline = createTimeline(deps.now);
  record.timeline = timeline;
  const onStep = (step: Step): void => {
    timeline.pass(step);
    stages.alive();
    idleTimer.progress();
  };
  const sounds = synthesize({ ...request, hooks: recordingHooks(record, onStep) }, engine, signal);
  const idle = withIdleTimeout(pcmOf(sounds), idleTimer, signal);
  const audio = counted(idle, { record, slot }, deps.now);
  const admitted = { ...asked, record, stages, timeline, leave };
  c.header("Cache-Control", "no-store");
  try {
    const answered =
      request.listener.kind === "file"
        ? fileAnswer(c, { ...admitted, audio }, deps)
        : liveAnswer(c, { ...admitted, audio, signal }, deps);
    return await untilAborted(answered, signal);
  } catch (error) {
    leave();
    throw error;
  }
}

type Audio = AsyncGenerator<Float32Array>;

async function fileAnswer(
  c: Context<Env>,
  { record, stages, timeline, leave, format, audio }: Admitted & { readonly audio: Audio },
  deps: Deps,
): Promise<Response> {
  const file = await wholeFile(audio, OUTPUT_HZ, format);
  record.bytes = file.length;
  leave();
  const stallS = deps.config.CLIENT_STALL_TIMEOUT_S;
  const goOn = (): void => limitIdle(c, stallS + BUN_IDLE_GRANULARITY_S);
  goOn();
  watchFileReader(
    {
      stallMs: stallS * 1000,
      unsentBytes: () => unsent(c, deps),
      onMoved: goOn,
      onStalled() {
        limitIdle(c, ABORTED_IDLE_S);
        deps.readerStalled(record);
      },
      now: deps.now,
    },
    c.req.raw.signal,
  );
  c.header("Content-Type", contentType(format, OUTPUT_HZ));
  c.header("Server-Timing", serverTiming(stages, timeline));
  return c.body(new Uint8Array(file));
}

async function liveAnswer(
  c: Context<Env>,
  admitted: Admitted & { readonly audio: Audio; readonly signal: AbortSignal },
  deps: Deps,
): Promise<Response> {
  const { record, stages, timeline, leave, format, events, signal } = admitted;
  const stallS = deps.config.CLIENT_STALL_TIMEOUT_S;
  const encoded = encode(admitted.audio, OUTPUT_HZ, format);
  const bytes = await started(sized(events ? toEvents(encoded, record) : encoded, record), signal);
  c.header("Content-Type", events ? EVENT_STREAM : contentType(format, OUTPUT_HZ));
  c.header("X-Accel-Buffering", "no");
  c.header("Server-Timing", serverTiming(stages, timeline));
  record.streaming = true;
  const stream = toBody(
    bytes,
    {
      ...(events ? { errorChunk: errorEvent } : {}),
      stallMs: stallS * 1000,
      onMoved: stages.alive,
      unsentBytes: () => unsent(c, deps),
      onEnd(how, error) {
        leave();
        if (how === "stalled") limitIdle(c, ABORTED_IDLE_S);
        if (how === "broken" && events) limitIdle(c, stallS);
        record.outcome = how;
        if (error !== undefined) record.error = toSpeechError(error).code;
        deps.finished(record, how === "broken" && isServerFault(error) ? error : undefined);
      },
    },
    signal,
  );
  return c.body(stream);
}

/** Bytes that lie in the kernel for the reader; null once the answer has ended: Bun then knows no address of it. */
function unsent(c: Context<Env>, deps: Deps): Promise<number | null> {
  return deps.unsent(c.env?.requestIP?.(c.req.raw) ?? null);
}

/** Cuts the connection when it stands still for so long; Bun counts in whole seconds, up to 255. */
function limitIdle(c: Context<Env>, seconds: number): void {
  c.env?.timeout?.(c.req.raw, Math.ceil(seconds));
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
