import type { Context } from "hono";
import { z } from "zod";
import { deepgramForm } from "../../src/audio/forms/deepgram.ts";
import { SpeechError } from "../../src/errors.ts";
import { expected } from "../../src/message.ts";
import { AUDIO } from "../answer/stream.ts";
import type { Deps } from "../deps.ts";
import type { Env } from "../env.ts";
import { speechBody } from "../schemas.ts";
import { noteMisspeltQuery } from "../body/query.ts";
import { speakAs } from "./speech.ts";

/** Parameters that Deepgram's clients may send, also those that have no effect here. */
export const DEEPGRAM_QUERY = [
  "model",
  "encoding",
  "container",
  "sample_rate",
  "bit_rate",
  "speed",
  "timestamps",
  "inactivity_timeout",
  "mip_opt_out",
  "tag",
  "callback",
  "callback_method",
] as const;

/** The body of Deepgram's POST /v1/speak. */
export const deepgramBody = z.object({ text: speechBody.shape.input }, "a JSON object");

/** The body as received: a URL is refused by name, because the server fetches nothing for a client. */
export const receivedByDeepgram = z.object(
  {
    url: z.undefined("absent, because the server fetches no texts: send `text`").optional(),
    ...deepgramBody.shape,
  },
  "a JSON object",
);

/** Handles Deepgram's POST /v1/speak: streamed audio, mp3 by default. */
export function speakAsDeepgram(
  c: Context<Env>,
  { text }: z.output<typeof deepgramBody>,
  deps: Deps,
): Promise<Response> {
  noteMisspeltQuery(c, DEEPGRAM_QUERY);
  const query = c.req.query();
  const form = deepgramForm(query);
  const { engine, voice } = deps.clientVoice(query["model"] ?? null);
  c.header("dg-request-id", c.get("record").id);
  c.header("dg-model-name", encodeURIComponent(voice));
  c.header("dg-char-count", String(Array.from(text).length));
  const body = { input: text, model: engine.id, voice, speed: speedOf(query["speed"]) };
  const face = { name: "http", stream: AUDIO } as const;
  return speakAs(c, { body, inputField: "text", form, face }, deps);
}

/** Parses the query's `speed`; undefined without one. Throws SpeechError "invalid_input". */
export function speedOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const parsed = speechBody.shape.speed.safeParse(text.trim() === "" ? Number.NaN : Number(text));
  if (parsed.success) return parsed.data ?? undefined;
  const message = expected("speed", "a number from 0.25 to 4", JSON.stringify(text.slice(0, 40)));
  throw new SpeechError("invalid_input", message, { param: "speed" });
}
