import type { Context } from "hono";
import { elevenLabsForm } from "../../../src/audio/forms/elevenLabs.ts";
import type { AnswerFace } from "../../answer/answer.ts";
import { timestampedFile, timestampedStream } from "../../answer/faces/elevenLabs.ts";
import { AUDIO_FILE } from "../../answer/file.ts";
import { AUDIO } from "../../answer/stream.ts";
import type { Deps } from "../../deps.ts";
import type { Env } from "../../env.ts";
import { noteMisspeltQuery } from "../../body/query.ts";
import { ELEVEN_LABS_QUERY } from "./query.ts";
import { speakAs } from "../speech.ts";
import { type ElevenLabsBody, toSpeechBody } from "./body.ts";

/** The answers of POST /v1/text-to-speech/{voice}, by the end of the path. */
export const ELEVEN_LABS_FACES: Readonly<Record<string, (text: string) => AnswerFace>> = {
  "": () => ({ name: "http", file: AUDIO_FILE }),
  "/stream": () => ({ name: "http", stream: AUDIO }),
  "/with-timestamps": (text) => ({ name: "http", file: timestampedFile(text) }),
  "/stream/with-timestamps": (text) => ({ name: "http", stream: timestampedStream(text) }),
};

interface Spoken {
  readonly voice: string;
  readonly body: ElevenLabsBody;
  readonly faceOf: (text: string) => AnswerFace;
}

/** Handles ElevenLabs' POST /v1/text-to-speech/{voice} and the paths below it. */
export function speakAsElevenLabs(
  c: Context<Env>,
  { voice, body, faceOf }: Spoken,
  deps: Deps,
): Promise<Response> {
  noteMisspeltQuery(c, ELEVEN_LABS_QUERY);
  const form = elevenLabsForm(c.req.query("output_format") || undefined);
  const found = deps.clientVoice(voice);
  const speech = { ...toSpeechBody(body), voice: found.voice, model: found.engine.id };
  const face = faceOf(body.text);
  return speakAs(c, { body: speech, inputField: "text", form, face }, deps);
}
