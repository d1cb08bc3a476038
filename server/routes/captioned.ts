import type { Context } from "hono";
import { captionedFile, captionedStream } from "../answer/faces/captioned.ts";
import type { Deps } from "../deps.ts";
import type { Env } from "../env.ts";
import type { CaptionedBody } from "../schemas.ts";
import { outputForm } from "./outputForm.ts";
import { speakAs } from "./speech.ts";

/** Handles Kokoro's POST /dev/captioned_speech: audio as base64, with the time of each word. */
export function captionedSpeech(
  c: Context<Env>,
  body: CaptionedBody,
  deps: Deps,
): Promise<Response> {
  const form = outputForm(body);
  const captioned = { input: body.input, form, hasTimes: body.return_timestamps !== false };
  const face =
    body.stream === false
      ? ({ name: "http", file: captionedFile(captioned) } as const)
      : ({ name: "http", stream: captionedStream(captioned) } as const);
  return speakAs(c, { body, form, face }, deps);
}
