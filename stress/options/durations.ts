/** A timer of more milliseconds fires at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** `500ms`, `2s`, `1m`, `0.5h`, or a bare number of seconds, in milliseconds; null when it is none of these. */
export function parseDurationMs(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim());
  if (match === null) return null;
  return Number(match[1]) * UNIT_MS[(match[2] ?? "s") as keyof typeof UNIT_MS];
}

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
