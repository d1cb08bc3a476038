/** One Ctrl-C through `bun run` delivers SIGINT twice. */
const SAME_KEYPRESS_MS = 500;

/** Aborts on Ctrl-C (or SIGTERM), so that what was measured is written; a second Ctrl-C ends at once, exit 130. */
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
  return controller.signal;
}
