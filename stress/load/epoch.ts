/** Milliseconds since 1970 on the monotonic clock: processes of one machine agree on it. */
export function epochMs(): number {
  return performance.timeOrigin + performance.now();
}
