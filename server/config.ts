import type { z } from "zod";
import { expected } from "../src/message.ts";
import { meantName } from "../src/spelling.ts";
import { REDACTED, redactUrl, urlSecrets } from "../src/redact.ts";
import { secrecy } from "./configValues.ts";
import { environment } from "./environment.ts";

export type Config = Readonly<z.output<typeof environment>>;

/**
 * Reads the environment. An empty value counts as unset. Throws an Error with one line for each invalid variable: its
 * name, the expected value, and the given value unless the value is secret.
 *
 * @example
 * readConfig({ PORT: "8080" }).PORT; // 8080
 * readConfig({ PORT: "http" }); // throws: Expected `PORT` to be a whole number from 0 to 65535, got "http"
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.entries(env).filter(
    ([name, value]) => isVariable(name) && value !== undefined && value.trim() !== "",
  );
  const values = Object.fromEntries(set.map(([name, value]) => [name, value?.trim()]));
  const result = environment.safeParse(values);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return expected(name, issue.message, shownValue(name, values[name] ?? ""));
  });
  throw new Error([...new Set(lines)].join("\n"));
}

/**
 * Returns a sentence for each variable of the environment that is spelt almost like a setting. Such a variable is
 * ignored, like every unknown one.
 *
 * @example
 * misspeltSettings({ MAX_QUEU: "5" }); // ["unknown variable MAX_QUEU is ignored; did you mean MAX_QUEUE?"]
 */
export function misspeltSettings(
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const known = Object.keys(environment.shape);
  return Object.entries(env).flatMap(([name, value = ""]) => {
    const meant = value.trim() === "" ? null : meantName(name, known);
    return meant === null ? [] : [`unknown variable ${name} is ignored; did you mean ${meant}?`];
  });
}

function isVariable(name: string): name is keyof Config {
  return name in environment.shape;
}

const URL_START = /^https?:\/\//;

/** Returns all keys, and all user names and passwords of URLs, so that the log and the reporters can redact them. */
export function secretValues(config: Config): readonly string[] {
  const texts = Object.entries(environment.shape).flatMap(([name, schema]) => {
    const secret = secrecy.get(schema);
    if (secret === undefined || !isVariable(name)) return [];
    const values = [config[name]].flat().filter((value) => typeof value === "string");
    const inUrls = values.filter((value) => URL_START.test(value)).flatMap(urlSecrets);
    return secret.part === "value" ? [...values, ...inUrls] : inUrls;
  });
  return texts.filter((text) => text !== "");
}

/** Formats an invalid value for an error message, without its secret part. */
function shownValue(name: string, value: string): string {
  const part = isVariable(name) ? secrecy.get(environment.shape[name])?.part : undefined;
  if (part === "value") return REDACTED;
  const shown = part === "userinfo" ? value.split(NEXT_URL).map(redactPart).join(",") : value;
  return JSON.stringify(shown);
}

/** A comma before the next URL. A comma that no scheme follows can be part of a password. */
const NEXT_URL = /,(?=\s*https?:\/\/)/;

function redactPart(part: string): string {
  return part.includes(",") ? part.replace(/^(\s*\w+:\/\/)?.*@/s, "$1") : redactUrl(part);
}
