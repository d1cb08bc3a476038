import { z } from "zod";
import { must } from "../cases.ts";
import type { Answer, BodyEnd } from "../client.ts";

/** Allowance on top of a timeout for the server's timers, the codec's last run and a busy machine. */
export const SLACK_MS = 2000;

const errorBody = z.object({ error: z.object({ message: z.string() }) });

/** Checks that the request was refused with one of `statuses`, in JSON, within `withinMs`. */
export async function refused(answer: Answer, statuses: readonly number[], withinMs: number) {
  const { bytes, endMs } = await answer.end;
  const text = new TextDecoder().decode(bytes);
  must(
    statuses.includes(answer.status),
    `${answer.status} instead of ${statuses.join(" or ")}: ${text.slice(0, 200)}`,
  );
  must(endMs <= withinMs, `${answer.status} after ${endMs.toFixed(0)} ms, over ${withinMs}`);
  const { error } = errorBody.parse(JSON.parse(text));
  return { message: error.message, figures: `${answer.status} after ${endMs.toFixed(0)} ms` };
}

/** Checks that a response with status 200 was cut before the deadline. */
export function brokenBody(
  { status }: Answer,
  { bytes, error, endMs }: BodyEnd,
  after: Harm,
): string {
  const ms = endMs - after.sinceMs;
  must(status === 200, `${status} instead of 200`);
  must(error !== null, `the body ended cleanly after ${bytes.length} bytes`);
  must(ms <= after.withinMs, `broken after ${ms.toFixed(0)} ms, over ${after.withinMs}`);
  return `broken ${ms.toFixed(0)} ms later, after ${(bytes.length / 48_000).toFixed(1)} s of audio`;
}

interface Harm {
  /** When the engine was killed or frozen, milliseconds from the send. */
  readonly sinceMs: number;
  readonly withinMs: number;
}
