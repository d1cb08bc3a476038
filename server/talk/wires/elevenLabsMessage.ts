import { z } from "zod";
import { speechBody } from "../../schemas.ts";
import type { TalkSettings } from "../settings.ts";
import { type Fields, wrongField } from "./clientMessage.ts";

/** Returns the text of a message; "" without one. Throws an Error if it is no text. */
export function textOf(fields: Fields): string {
  const text = fields["text"] ?? "";
  if (typeof text === "string") return text;
  throw new Error(wrongField("text", "a text", fields));
}

/** Returns a field that is true or false; false without one. Throws an Error if it is something else. */
export function flagOf(fields: Fields, name: "flush" | "close_context" | "close_socket"): boolean {
  const flag = fields[name] ?? false;
  if (typeof flag === "boolean") return flag;
  throw new Error(wrongField(name, "true or false", fields));
}

const aSchedule = "a list of numbers";
/** The fields of an opening message that are used; null means the default. */
const opening = z.object({
  voice_settings: z.object({ speed: speechBody.shape.speed }, "an object").nullish(),
  generation_config: z
    .object(
      {
        chunk_length_schedule: z.array(z.number(aSchedule), aSchedule).min(1, aSchedule).nullish(),
      },
      "an object",
    )
    .nullish(),
});

const ignored = z.unknown();
/** Every field of a message, also those without effect here, so that a misspelt one is found. */
export const anyMessage = z.object({
  text: ignored,
  context_id: ignored,
  contextId: ignored,
  flush: ignored,
  close_context: ignored,
  close_socket: ignored,
  playback_ms: ignored,
  try_trigger_generation: ignored,
  xi_api_key: ignored,
  authorization: ignored,
  pronunciation_dictionary_locators: ignored,
  voice_settings: z.object({
    speed: ignored,
    stability: ignored,
    similarity_boost: ignored,
    style: ignored,
    use_speaker_boost: ignored,
  }),
  generation_config: z.object({ chunk_length_schedule: ignored }),
});

/** Returns the settings that the opening message of a context has. Throws an Error that names the first invalid field. */
export function settingsOf(fields: Fields): Partial<TalkSettings> {
  const { success, data, error } = opening.safeParse(fields);
  if (!success) {
    const issue = error.issues[0];
    throw new Error(`Expected \`${issue?.path.join(".")}\` to be ${issue?.message}`);
  }
  const speed = data.voice_settings?.speed;
  const schedule = data.generation_config?.chunk_length_schedule;
  return { ...(speed != null && { speed }), ...(schedule != null && { schedule }) };
}
