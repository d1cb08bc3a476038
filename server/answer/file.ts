import type { Context } from "hono";
import { wholeFile } from "../../src/audio/encode/encode.ts";
import { contentType, type OutputForm } from "../../src/audio/encode/form.ts";
import { pcmOf, type Sound } from "../../src/sound.ts";
import type { Env } from "../env.ts";
import type { AccessRecord } from "../observe/record.ts";
import { serverTiming } from "../observe/timing.ts";
import type { Performance } from "../perform/perform.ts";
import { ABORTED_IDLE_S, clientOf, type ClientServices } from "./client.ts";
import { watchFileReader } from "./fileReader.ts";
import { setUnspoken } from "./unspoken.ts";

/** Granularity of Bun's idle timeout, seconds. Bun can close a connection this much before the timeout. */
const BUN_IDLE_GRANULARITY_S = 4;

/** The representation of speech in a response that is sent once it is complete. */
export interface FileProtocol {
  readonly contentType: (form: OutputForm) => string;
  /** Reads all sound and returns the body. */
  readonly read: (sounds: AsyncIterable<Sound>, form: OutputForm) => Promise<Uint8Array>;
}

/** Plain audio. */
export const AUDIO_FILE: FileProtocol = {
  contentType,
  read: (sounds, form) => wholeFile(pcmOf(sounds), form),
};

interface FileOptions {
  readonly performance: Performance;
  readonly form: OutputForm;
  readonly protocol?: FileProtocol;
}

export interface FileServices extends ClientServices {
  /** Called when the client of a whole file stalls, after its request was already reported as finished. */
  readonly readerStalled: (record: Pick<AccessRecord, "id">) => void;
  readonly now: () => number;
}

/** Responds with a whole file once the performance is complete. The slot is freed before the client reads. */
export async function fileAnswer(
  c: Context<Env>,
  { performance, form, protocol = AUDIO_FILE }: FileOptions,
  services: FileServices,
): Promise<Response> {
  const record = c.get("record");
  const file = await protocol.read(performance.sounds, form);
  record.bytes = file.length;
  performance.leave();
  watchStall(c, services);
  c.header("Content-Type", protocol.contentType(form));
  c.header("Server-Timing", serverTiming(performance.stages, performance.timeline));
  setUnspoken(c, performance.usage().unspoken);
  return c.body(new Uint8Array(file));
}

/** Disconnects and reports the client if it stalls. */
function watchStall(c: Context<Env>, services: FileServices): void {
  const client = clientOf(c, services);
  const restartIdleTimeout = (): void =>
    client.setIdleTimeout(client.stallS + BUN_IDLE_GRANULARITY_S);
  restartIdleTimeout();
  watchFileReader(
    {
      stallMs: client.stallS * 1000,
      unsentBytes: client.unsentBytes,
      hasEnded: client.hasEnded,
      onMoved: restartIdleTimeout,
      onStalled() {
        client.setIdleTimeout(ABORTED_IDLE_S);
        services.readerStalled(c.get("record"));
      },
      now: services.now,
    },
    c.req.raw.signal,
  );
}
