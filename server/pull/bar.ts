import type { Progress } from "../../src/models/download.ts";

/** A terminal gets four updates per second; another output gets one line every five seconds. */
const TERMINAL_MS = 250;
const LINE_MS = 5000;
const WIDTH = 30;

interface BarOptions {
  readonly isTerminal: boolean;
  readonly write: (text: string) => void;
}

/**
 * Creates a progress function that draws a bar: over its own line on a terminal, else as one line now and then.
 *
 * @example
 * const progress = createBar({ isTerminal: true, write: (text) => process.stderr.write(text) });
 */
export function createBar({ isTerminal, write }: BarOptions): Progress {
  let shownAt = 0;
  return (done, total) => {
    const now = performance.now();
    if (done !== total && now - shownAt < (isTerminal ? TERMINAL_MS : LINE_MS)) return;
    shownAt = now;
    const end = isTerminal && done !== total ? "" : "\n";
    write(`${isTerminal ? "\r" : ""}${bar(done, total)}${end}`);
  };
}

function bar(done: number, total: number | null): string {
  if (total === null) return megabytes(done);
  const filled = Math.floor((WIDTH * done) / Math.max(1, total));
  return `[${"#".repeat(filled)}${" ".repeat(WIDTH - filled)}] ${megabytes(done)} of ${megabytes(total)}`;
}

/** Formats a number of bytes. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
