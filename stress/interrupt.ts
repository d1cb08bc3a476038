/** `bun run` delivers one Ctrl-C as two SIGINT signals. The second arrives within this time. */
const SAME_KEYPRESS_MS = 500;

/**
 * Returns a signal that aborts on Ctrl-C, SIGTERM or SIGHUP, so that the run can still write its results. A second Ctrl-C exits
 * at once with 130.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  let firstMs: number | null = null;
  const onSignal = () => {
    const nowMs = performance.now();
    if (firstMs === null) {
      firstMs = nowMs;
      controller.abort();
    } else if (nowMs - firstMs > SAME_KEYPRESS_MS) process.exit(130);
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  process.on("SIGHUP", onSignal);
  return controller.signal;
}
