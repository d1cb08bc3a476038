import { z } from "zod";
import { type NormalizeBody, type SpeechBody, speechBody } from "../../schemas.ts";
import { languageOfTag } from "../languageTag.ts";

/**
 * The body of ElevenLabs' POST /v1/text-to-speech/{voice}. Unknown fields are ignored, among them `model_id`,
 * `previous_text`, `next_text` and `pronunciation_dictionary_locators`.
 */
export const elevenLabsBody = z.object(
  {
    text: speechBody.shape.input,
    voice_settings: z
      .object({ speed: speechBody.shape.speed }, "an object")
      .nullish()
      .describe("`speed` acts; the other settings are ignored"),
    language_code: z
      .string("a language code such as `en`")
      .nullish()
      .describe("`en`, `ms` or `zh`: as `normalize.language`; others are ignored"),
    seed: speechBody.shape.seed,
    apply_text_normalization: z
      .enum(["auto", "on", "off"], "one of auto, on, off")
      .nullish()
      .describe("`off`: words and punctuation are kept"),
  },
  "a JSON object",
);

export type ElevenLabsBody = z.output<typeof elevenLabsBody>;

/** Converts the body to that of POST /v1/audio/speech. */
export function toSpeechBody({
  text,
  voice_settings,
  language_code,
  seed,
  apply_text_normalization,
}: ElevenLabsBody): SpeechBody {
  return {
    input: text,
    speed: voice_settings?.speed,
    seed,
    normalize: apply_text_normalization === "off" ? false : languageOption(language_code),
  };
}

function languageOption(code: string | null | undefined): NormalizeBody["normalize"] {
  const language = languageOfTag(code);
  return language === undefined ? true : { language };
}
