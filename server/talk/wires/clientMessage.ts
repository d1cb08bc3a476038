import { expected, shownJson } from "../../../src/message.ts";
import type { z } from "zod";
import { misspeltFields } from "../../names/misspelt.ts";
import type { Command, Message } from "../wire.ts";

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
  return expected("message", wanted, shownJson(message));
}

/** Returns the command that names the misspelt fields of a message; none if every field is known or far from all of them. */
export function ignoredFields(fields: Fields, schema: z.ZodType): readonly Command[] {
  const misspelt = misspeltFields(fields, schema);
  return misspelt.length === 0 ? [] : [{ do: "ignore", misspelt }];
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns the message for a wrong field of a client's message. */
export function wrongField(name: string, wanted: string, fields: Fields): string {
  const value = fields[name];
  return expected(name, wanted, value === undefined ? null : shownJson(value));
}
