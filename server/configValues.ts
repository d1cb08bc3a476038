import { homedir } from "node:os";
import { z } from "zod";
import { type DeviceName, isDeviceName } from "../src/ort/cuda.ts";

// Zod schemas for the values of environment variables. Each error completes "Expected `NAME` to be …".

/** The part of a value that errors and logs hide: the whole value, or the user name and password of its URLs. */
interface Secrecy {
  readonly part: "value" | "userinfo";
}

export const secrecy = z.registry<Secrecy>();

/**
 * Marks a part of a variable's value as secret. Returns the same schema.
 *
 * @example
 * secret(text.prefault(""), "value").describe("bearer key of the speech LM");
 */
export function secret<T extends z.ZodType>(schema: T, part: Secrecy["part"]): T {
  secrecy.add(schema, { part });
  return schema;
}

export const text = z.string();

export function integer(low: number, high: number) {
  const allowed = `a whole number from ${low} to ${high}`;
  const inRange = (value: string) => Number(value) >= low && Number(value) <= high;
  return z.string().regex(/^\d+$/, allowed).refine(inRange, allowed).transform(Number);
}

/** Parses an empty value as null, which means the engine's default. */
export function integerOrDefault(low: number, high: number) {
  const allowed = `a whole number from ${low} to ${high}, or empty`;
  const inRange = (value: string) =>
    value === "" || (Number(value) >= low && Number(value) <= high);
  return z
    .string()
    .regex(/^\d*$/, allowed)
    .refine(inRange, allowed)
    .transform((value) => (value === "" ? null : Number(value)));
}

export function number(low: number, high: number) {
  return decimal(low, high, `a number from ${low} to ${high}`);
}

export function seconds(low: number, high: number) {
  return decimal(low, high, `seconds from ${low} to ${high}`);
}

function decimal(low: number, high: number, allowed: string) {
  const inRange = (value: string) => Number(value) >= low && Number(value) <= high;
  return z
    .string()
    .regex(/^\d+(\.\d+)?$/, allowed)
    .refine(inRange, allowed)
    .transform(Number);
}

export function oneOf<const T extends readonly [string, ...string[]]>(choices: T) {
  return z.enum(choices, { error: `one of ${choices.join(", ")}` });
}

export const list = text
  .transform((value) => value.split(",").map((item) => item.trim()))
  .pipe(z.array(z.string()).transform((items) => items.filter((item) => item !== "")));

export const flag = oneOf(["true", "false"]).transform((value) => value === "true");

export const secondsList = text.transform((value, context): readonly number[] => {
  const listed = z.array(z.number().min(0.1).max(20)).safeParse(parsedJson(value));
  if (listed.success) return listed.data;
  context.addIssue("a JSON list of seconds from 0.1 to 20, such as [0.1,0.2,0.5,1.0]");
  return z.NEVER;
});

function parsedJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}

const ENGINE_NAMES = ["hibari", "kokoro", "flite", "neucodec"] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

export const engineNames = list.transform((names, context): readonly EngineName[] => {
  const known = z.array(z.enum(ENGINE_NAMES)).safeParse(names);
  if (known.success && new Set(names).size === names.length) return known.data;
  context.addIssue(`names of ${ENGINE_NAMES.join(", ")}, each once, comma separated`);
  return z.NEVER;
});

export const device = z.custom<DeviceName>(isDeviceName, {
  error: "auto, cpu, cuda, or cuda:N (N: device number)",
});

/** The error message is set on z.url(): for an invalid URL, zod reports that member's error instead of the union's. */
export const httpUrl = z.union([
  z.literal(""),
  z.url({ protocol: /^https?$/, error: "an http or https URL, or empty" }),
]);

export const httpUrls = list.pipe(
  z.array(z.url({ protocol: /^https?$/, error: "a list of http or https URLs, comma separated" })),
);

export const homePath = text.transform((path) => path.replace(/^~(?=\/|$)/, homedir()));

/** `name` or `name=target`, comma separated. A name without a target maps to null, the default. */
export const aliases = list
  .pipe(
    z.array(z.string().regex(/^[^=]+(=[^=]+)?$/, "a comma separated list of name or name=target")),
  )
  .transform((items) => new Map(items.map(toAlias)));

function toAlias(item: string): [string, string | null] {
  const [name = "", target] = item.split("=").map((part) => part.trim());
  return [name, target ?? null];
}
