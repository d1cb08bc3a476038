import type { Context } from "hono";
import type { OutputForm } from "../../src/audio/encode/form.ts";
import { untilAborted } from "../../src/streams.ts";
import type { Env } from "../env.ts";
import type { Face } from "../observe/record.ts";
import {
  openPerformance,
  type Performance,
  type PerformanceOptions,
  type PerformanceServices,
} from "../perform/perform.ts";
import { fileAnswer, type FileProtocol, type FileServices } from "./file.ts";
import { streamAnswer, type StreamProtocol, type StreamServices } from "./stream.ts";

/** How an API represents speech: once it is complete, or while it is synthesized. */
export type AnswerFace = {
  readonly name: Face;
  /** The format of the answer if it is not audio. */
  readonly format?: string;
} & ({ readonly file: FileProtocol } | { readonly stream: StreamProtocol });

/** The speech to send and the form of the response. */
export interface AnswerOptions extends Pick<PerformanceOptions, "engine" | "request"> {
  readonly form: OutputForm;
  readonly face: AnswerFace;
}

export type AnswerServices = PerformanceServices & FileServices & StreamServices;

/**
 * Performs a request and responds as `face` says, complete or streamed. Throws
 * SpeechError for a failure before the first audio of a stream, or at any time in a whole file.
 */
export async function answer(
  c: Context<Env>,
  options: AnswerOptions,
  services: AnswerServices,
): Promise<Response> {
  const { engine, request, form, face } = options;
  const record = c.get("record");
  record.format = face.format ?? form.format;
  record.face = face.name;
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
    if ("file" in face) return fileAnswer(c, { performance, form, protocol: face.file }, services);
    return streamAnswer(c, { performance, form, protocol: face.stream }, services);
  }
}
