import { expected } from "../../../src/message.ts";
import type { Message } from "../wire.ts";

/** How much of a wrong value an error shows, characters. */
const MAX_SHOWN = 80;

export type Fields = Readonly<Record<string, unknown>>;

/** Returns the object in a message of a client; a text that says what is wrong if there is none. */
export function readObject(message: Message): Fields | string {
  const wanted = "a text frame with a JSON object";
  if (typeof message !== "string") return expected("message", wanted, "a binary frame");
  try {
    const value: unknown = JSON.parse(message);
    if (isObject(value)) return value;
  } catch {
    // Answered like every other message that is no object.
  }
  return expected("message", wanted, JSON.stringify(message.slice(0, MAX_SHOWN)));
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns the message for a wrong field of a client's message. */
export function wrongField(name: string, wanted: string, fields: Fields): string {
  return expected(name, wanted, JSON.stringify(fields[name])?.slice(0, MAX_SHOWN) ?? null);
}
