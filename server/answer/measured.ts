import { SpeechError } from "../../src/errors.ts";
import type { RequestHooks } from "../../src/requestHooks.ts";
import { OUTPUT_HZ } from "../../src/synthesize.ts";
import type { Step } from "../../src/timeline.ts";
import type { Slot } from "../admission/admission.ts";
import type { AccessRecord } from "../observe/record.ts";
import { lmTraceparent } from "../observe/trace.ts";

/** The hooks of one request: they write its token usage into `record` and report each step to `onStep`. */
export function recordingHooks(record: AccessRecord, onStep: (step: Step) => void): RequestHooks {
  return {
    onStep,
    onUsage(tokens) {
      record.inputTokens = (record.inputTokens ?? 0) + tokens.input;
      record.outputTokens = (record.outputTokens ?? 0) + tokens.output;
    },
    isWaiting: () => record.stages?.current === "engine",
    ...(record.trace === undefined ? {} : { traceparent: lmTraceparent(record.trace) }),
  };
}

/** Passes PCM on and notes when the first of it came, how much there was, and who has it now. */
export async function* counted(
  pcm: AsyncIterable<Float32Array>,
  { record, slot }: { readonly record: AccessRecord; readonly slot: Slot },
  now: () => number,
): AsyncGenerator<Float32Array> {
  let samples = 0;
  for await (const chunk of pcm) {
    record.firstAudioMs ??= now() - record.startedMs;
    samples += chunk.length;
    slot.onAudio(chunk.length / OUTPUT_HZ);
    record.audioS = samples / OUTPUT_HZ;
    record.stages?.enter("encoder");
    yield chunk;
    slot.onWaiting();
    record.stages?.enter("engine");
  }
  record.stages?.enter("encoder");
  if (samples === 0) throw new SpeechError("decode", "the engine ended without any audio");
}

/** Passes encoded bytes on and notes how many there were, and who has them now. */
export async function* sized(
  bytes: AsyncIterable<Uint8Array>,
  record: AccessRecord,
): AsyncGenerator<Uint8Array> {
  record.bytes = 0;
  for await (const chunk of bytes) {
    record.bytes += chunk.length;
    record.stages?.enter("reader");
    yield chunk;
    record.stages?.enter("encoder");
  }
}
