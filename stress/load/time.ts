const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds since 1970 on the monotonic clock: processes of one machine agree on it. */
export function epochMs(): number {
  return performance.timeOrigin + performance.now();
}

/**
 * Milliseconds of a duration; null when `text` is not one. A number without a unit is in seconds.
 *
 * @example
 * parseDurationMs("0.5h"); // 1_800_000
 */
export function parseDurationMs(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim());
  if (match === null) return null;
  return Number(match[1]) * UNIT_MS[(match[2] ?? "s") as keyof typeof UNIT_MS];
}
