import { SpeechError } from "../../src/errors.ts";
import { expected } from "../../src/message.ts";

/** Throws SpeechError "invalid_input" if the text of `field` has more than `limit` characters (code points). */
export function refuseLongInput(input: string, limit: number, field = "input"): void {
  if (input.length <= limit) return; // a text never has more code points than UTF-16 units
  const characters = Array.from(input).length;
  if (characters <= limit) return;
  const refusal = expected(field, `at most ${limit} characters`, `${characters} characters`);
  const message = `${refusal}; shorten it, or raise MAX_INPUT_CHARS on the server`;
  throw new SpeechError("invalid_input", message, { param: field });
}
