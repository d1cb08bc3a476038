import { z } from "zod";
import { parseDurationMs } from "../load/time.ts";
import { MAX_TIMER_MS } from "../../src/sleep.ts";

// Kinds of values of flags. The message of an issue describes the wanted value, as `expected` needs it.

/** Maximum number of requests of a run, since all of them are planned in memory in advance. */
export const MAX_COUNT = 10_000_000;

export const integer = (min: number, max: number) =>
  z.coerce
    .number<string>({ error: `an integer from ${min} to ${max}` })
    .int(`an integer from ${min} to ${max}`)
    .min(min, `an integer from ${min} to ${max}`)
    .max(max, `an integer from ${min} to ${max}`);
export const count = integer(1, MAX_COUNT);
export const positive = z.coerce
  .number<string>({ error: "a positive number" })
  .positive("a positive number");
export const share = z.coerce
  .number<string>({ error: "a number between 0 and 1" })
  .gt(0, "a number between 0 and 1")
  .lt(1, "a number between 0 and 1");
export const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `one of ${values.join(", ")}` });

const durationAbove = (leastMs: number) =>
  z.string().transform((text, context) => {
    const ms = parseDurationMs(text);
    if (ms !== null && ms > leastMs && ms <= MAX_TIMER_MS) return ms;
    context.addIssue(
      ms !== null && ms > leastMs
        ? `at most ${Math.floor(MAX_TIMER_MS / 3_600_000)}h`
        : "a duration such as 500ms, 2s or 1m",
    );
    return z.NEVER;
  });
export const duration = durationAbove(0);
export const durationFrom0 = durationAbove(-1);

/** A list of counts: 1,4,16. */
export const counts = z
  .string()
  .transform((list) => list.split(",").map((part) => part.trim()))
  .pipe(z.array(count));

export const url = z.string().transform((text, context) => {
  const scheme = /^([a-z][a-z\d+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  const known = scheme === undefined || scheme === "http" || scheme === "https";
  const parsed = known ? URL.parse(scheme === undefined ? `http://${text}` : text) : null;
  if (parsed !== null) return parsed.href.replace(/\/+$/, "");
  context.addIssue("a URL such as http://localhost:9091");
  return z.NEVER;
});
