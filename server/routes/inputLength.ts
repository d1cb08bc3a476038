import { SpeechError } from "../../src/errors.ts";

/** Throws SpeechError "invalid_input" when the text of a field has more than `limit` characters (code points). */
export function refuseLongInput(input: string, limit: number, field = "input"): void {
  if (input.length <= limit) return; // never more characters than units
  const characters = Array.from(input).length;
  if (characters <= limit) return;
  const message = `${field} has ${characters} characters; at most ${limit} are allowed (MAX_INPUT_CHARS)`;
  throw new SpeechError("invalid_input", message, { param: field });
}
