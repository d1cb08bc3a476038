import type { TokenUsage } from "../../src/engine.ts";
import { SpeechError } from "../../src/errors.ts";
import { OUTPUT_HZ, type SpeechRequest } from "../../src/synthesize.ts";
import type { Step } from "../../src/timeline.ts";
import type { Turn } from "../admission/admission.ts";
import type { AccessRecord } from "../observe/log.ts";
import { lmTraceparent } from "../observe/trace.ts";

/** The request with somebody who notes what the engine passes and spends. */
export function observed(
  request: SpeechRequest,
  record: AccessRecord,
  passed: (step: Step) => void,
): SpeechRequest {
  const spent = (tokens: TokenUsage): void => {
    record.inputTokens = (record.inputTokens ?? 0) + tokens.input;
    record.outputTokens = (record.outputTokens ?? 0) + tokens.output;
  };
  return {
    ...request,
    sampling: {
      ...request.sampling,
      spent,
      wanted: () => record.stages?.current === "engine",
      ...(record.trace === undefined ? {} : { traceparent: lmTraceparent(record.trace) }),
    },
    listener: { ...request.listener, passed },
  };
}

/** Passes PCM on and notes when the first of it came, how much there was, and who has it now. */
export async function* counted(
  pcm: AsyncIterable<Float32Array>,
  { record, turn }: { readonly record: AccessRecord; readonly turn: Turn },
  now: () => number,
): AsyncGenerator<Float32Array> {
  let samples = 0;
  for await (const chunk of pcm) {
    record.firstAudioMs ??= now() - record.startedMs;
    samples += chunk.length;
    turn.handed(chunk.length / OUTPUT_HZ);
    record.audioS = samples / OUTPUT_HZ;
    record.stages?.enter("encoder");
    yield chunk;
    turn.wants();
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
