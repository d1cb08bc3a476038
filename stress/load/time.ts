const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Returns the milliseconds since 1970 by the monotonic clock, which all processes of one machine share. */
export function epochMs(): number {
  return performance.timeOrigin + performance.now();
}

/**
 * Parses a duration to milliseconds; returns null if `text` is not a duration. A number without a unit is in seconds.
 *
 * @example
 * parseDurationMs("0.5h"); // 1_800_000
 */
export function parseDurationMs(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim());
  if (match === null) return null;
  return Number(match[1]) * UNIT_MS[(match[2] ?? "s") as keyof typeof UNIT_MS];
}
