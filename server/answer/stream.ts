import type { Context } from "hono";
import { encode } from "../../src/audio/encode/encode.ts";
import { contentType, type OutputForm } from "../../src/audio/encode/form.ts";
import { pcmOf } from "../../src/sound.ts";
import { started } from "../../src/streams.ts";
import type { Env } from "../env.ts";
import { isServerFault, toSpeechError } from "../errors.ts";
import type { AccessRecord } from "../observe/record.ts";
import type { Stages } from "../observe/stages.ts";
import { serverTiming } from "../observe/timing.ts";
import type { Performance, Usage } from "../perform/perform.ts";
import { toBody } from "./body.ts";
import { ABORTED_IDLE_S, clientOf, type ClientServices } from "./client.ts";
import { type TimedPart, timedParts } from "./timed.ts";
import { setUnspoken } from "./unspoken.ts";

/** Converts parts of an encoded stream to the bytes of a response. `usage()` is complete once `parts` has ended. */
type Wrap<Part> = (parts: AsyncIterable<Part>, usage: () => Usage) => AsyncIterable<Uint8Array>;

/** The representation of encoded audio in a streamed response. */
export type StreamProtocol = {
  readonly contentType: (form: OutputForm) => string;
  /** Encodes a failure after the first byte. If absent, a failure breaks the connection. */
  readonly errorChunk?: (error: unknown) => Uint8Array;
} & ({ readonly wrap: Wrap<Uint8Array> } | { readonly wrapTimed: Wrap<TimedPart> });

/** Plain audio: the response contains only the encoded bytes. */
export const AUDIO = {
  contentType,
  wrap: (bytes) => bytes,
} satisfies StreamProtocol;

interface StreamOptions {
  readonly performance: Performance;
  readonly form: OutputForm;
  readonly protocol: StreamProtocol;
}

export interface StreamServices extends ClientServices {
  /** Reports a request that has ended; `fault` is the cause if the server is at fault. */
  readonly finished: (record: AccessRecord, fault?: unknown) => void;
}

/** Responds once the first audio is encoded and streams the rest. The slot is held until the body has ended. */
export async function streamAnswer(
  c: Context<Env>,
  { performance, form, protocol }: StreamOptions,
  services: StreamServices,
): Promise<Response> {
  const { stages, timeline, signal } = performance;
  const record = c.get("record");
  const client = clientOf(c, services);
  const wrapped = wrappedBy(protocol, { performance, form });
  const bytes = await started(counted(wrapped, record, stages), signal);
  c.header("Content-Type", protocol.contentType(form));
  c.header("X-Accel-Buffering", "no");
  c.header("Server-Timing", serverTiming(stages, timeline));
  setUnspoken(c, performance.unspokenInput());
  record.streaming = true;
  const { errorChunk } = protocol;
  const body = toBody(
    bytes,
    {
      stallMs: client.stallS * 1000,
      unsentBytes: client.unsentBytes,
      onMoved: stages.alive,
      onEnd(ending, error) {
        performance.leave();
        if (ending === "stalled") client.setIdleTimeout(ABORTED_IDLE_S);
        // The error chunk still has to reach the client.
        if (ending === "broken" && errorChunk) client.setIdleTimeout(client.stallS);
        record.outcome = ending;
        if (error !== undefined) record.error = toSpeechError(error).code;
        services.finished(record, ending === "broken" && isServerFault(error) ? error : undefined);
      },
      ...(errorChunk === undefined ? {} : { errorChunk }),
    },
    signal,
  );
  return c.body(body);
}

function wrappedBy(
  protocol: StreamProtocol,
  { performance: { sounds, usage }, form }: Omit<StreamOptions, "protocol">,
): AsyncIterable<Uint8Array> {
  if ("wrap" in protocol) return protocol.wrap(encode(pcmOf(sounds), form), usage);
  return protocol.wrapTimed(timedParts(sounds, form), usage);
}

/** Yields the chunks unchanged and counts their bytes in `record`. Enters the stage of each chunk's current owner. */
async function* counted(
  bytes: AsyncIterable<Uint8Array>,
  record: AccessRecord,
  stages: Stages,
): AsyncGenerator<Uint8Array> {
  let total = 0;
  record.bytes = total;
  for await (const chunk of bytes) {
    total += chunk.length;
    record.bytes = total;
    stages.enter("reader");
    yield chunk;
    stages.enter("encoder");
  }
}
