import type { Drain } from "../drain.ts";

/** One Ctrl-C reaches a script twice, from the terminal and from `bun run`. Signals within this time count as one. */
const SAME_SIGNAL_MS = 500;

/** Resolves at the first SIGTERM or SIGINT. A second signal cuts running streams. */
export function untilStopSignal(drain: Drain): Promise<void> {
  return new Promise((resolve) => {
    let firstMs: number | undefined;
    const onSignal = (): void => {
      if (firstMs === undefined) {
        firstMs = performance.now();
        resolve();
      } else if (performance.now() - firstMs > SAME_SIGNAL_MS) drain.cut();
    };
    process.on("SIGTERM", onSignal);
    process.on("SIGINT", onSignal);
  });
}
