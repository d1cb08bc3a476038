import type { Context } from "hono";
import type { OutputForm } from "../../src/audio/encode/form.ts";
import { untilAborted } from "../../src/streams.ts";
import type { Env } from "../env.ts";
import {
  openPerformance,
  type Performance,
  type PerformanceOptions,
  type PerformanceServices,
} from "../perform/perform.ts";
import { EVENTS } from "./events.ts";
import { fileAnswer, type FileServices } from "./file.ts";
import { AUDIO, streamAnswer, type StreamServices } from "./stream.ts";

/** The speech to send and the form of the response. */
export interface AnswerOptions extends Pick<PerformanceOptions, "engine" | "request"> {
  readonly form: OutputForm;
  /** True for OpenAI's server-sent events instead of plain audio. */
  readonly isEvents: boolean;
}

export type AnswerServices = PerformanceServices & FileServices & StreamServices;

/**
 * Performs a request and responds with a whole file, streamed audio, or events. Throws
 * SpeechError for a failure before the first audio of a stream, or at any time in a whole file.
 */
export async function answer(
  c: Context<Env>,
  options: AnswerOptions,
  services: AnswerServices,
): Promise<Response> {
  const { engine, request, form } = options;
  const record = c.get("record");
  record.format = form.format;
  if (options.isEvents) record.face = "sse";
  const key = c.get("key") ?? "";
  const opening = { engine, request, key, record };
  const performance = await openPerformance(opening, services, c.req.raw.signal);
  c.header("Cache-Control", "no-store");
  try {
    return await untilAborted(respond(performance), performance.signal);
  } catch (error) {
    performance.leave();
    throw error;
  }

  function respond(performance: Performance): Promise<Response> {
    if (request.listener.kind === "file") return fileAnswer(c, { performance, form }, services);
    const protocol = options.isEvents ? EVENTS : AUDIO;
    return streamAnswer(c, { performance, form, protocol }, services);
  }
}
