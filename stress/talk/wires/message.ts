import { decodeAudio } from "../../clients/base64Audio.ts";
import { field, parseJson, stringField } from "../../clients/messages.ts";
import { serverFailure } from "../../clients/refusal.ts";
import { Failure } from "../../http/failure.ts";
import { kindOfCode } from "../../socket/closeFailure.ts";

/** Words by which servers say that they are full. */
const BUSY = /rate.?limit|too many|max_active|quota|overload|busy|try again|\b429\b/i;

/** Parses a message of a socket. Throws Failure "bad_audio" if it is not a JSON object. */
export function parseMessage(message: string | Uint8Array): object {
  if (typeof message !== "string")
    throw new Failure("bad_audio", "a binary message where JSON is expected");
  const parsed = parseJson(message);
  if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed;
  throw new Failure("bad_audio", `not a JSON object: "${message.slice(0, 60)}"`);
}

/** Decodes the base64 member `name` of `message`; null if there is none. Throws Failure "bad_audio" for other text. */
export function soundOf(message: object, name: string): Uint8Array | null {
  const value = field(message, name);
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "string") return decodeAudio(value);
  throw new Failure(
    "bad_audio",
    `\`${name}\` is not base64: ${JSON.stringify(value).slice(0, 60)}`,
  );
}

/**
 * Returns the Failure for an error message of a socket. Its `code` can be a close code; after audio the reply is
 * truncated.
 */
export function errorFailure(message: object, hasAudio: boolean): Failure {
  const name = stringField(message, "error") ?? stringField(message, "code") ?? "";
  const text = stringField(message, "message") ?? stringField(message, "description") ?? "";
  const code = field(message, "code");
  const shown = [name, text].filter((part) => part !== "").join(": ") || JSON.stringify(message);
  const said = `error in the answer: ${shown.slice(0, 300)}`;
  if (hasAudio) return new Failure("truncated", said);
  if (BUSY.test(shown)) return new Failure("http_429", said);
  if (typeof code === "number" && code >= 1000) return new Failure(kindOfCode(code), said);
  return serverFailure({ code: code ?? name, message: shown }, hasAudio);
}

/** Returns the numbers of the member `name`; null if it is no list of numbers. */
export function numbersOf(message: unknown, name: string): readonly number[] | null {
  const value = field(message, name);
  if (!Array.isArray(value)) return null;
  return value.every((item) => typeof item === "number") ? value : null;
}

/** Returns the texts of the member `name`; null if it is no list of texts. */
export function textsOf(message: unknown, name: string): readonly string[] | null {
  const value = field(message, name);
  if (!Array.isArray(value)) return null;
  return value.every((item) => typeof item === "string") ? value : null;
}
