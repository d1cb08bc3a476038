import { formatNamed, formOf, type OutputForm } from "../../src/audio/encode/form.ts";
import { SpeechError } from "../../src/errors.ts";
import { expected } from "../../src/message.ts";
import { isCaptionFormat } from "../../src/captions/subtitles.ts";
import type { SpeechBody } from "../schemas.ts";

/** The default of OpenAI's API. */
const DEFAULT_FORMAT = "mp3";

/**
 * Returns the form of the answer that the fields `response_format` and `sample_rate` ask for. Throws SpeechError
 * "invalid_input" if the format has no choice of sample rates.
 */
export function outputForm(body: Pick<SpeechBody, "response_format" | "sample_rate">): OutputForm {
  const name = body.response_format ?? DEFAULT_FORMAT;
  // Captions have no audio, so that nothing is encoded.
  const form = formOf(isCaptionFormat(name) ? "mp3" : formatNamed(name));
  const { format } = form;
  const rateHz = body.sample_rate ?? form.rateHz;
  if (format === "pcm" || format === "wav") return { format, rateHz };
  const isItsOwn = (format === "ulaw" || format === "alaw") && rateHz === form.rateHz;
  if (body.sample_rate === undefined || body.sample_rate === null || isItsOwn) return form;
  const wanted = `absent for the response_format ${name}: only pcm and wav take a sample_rate (ulaw and alaw: 8000)`;
  throw new SpeechError("invalid_input", expected("sample_rate", wanted, String(rateHz)), {
    param: "sample_rate",
  });
}
