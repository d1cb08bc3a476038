import type { Outcome } from "../figures/outcome.ts";
import { liveLines, plainLine } from "./liveView.ts";
import { createTally, type ShownLevel } from "./tally.ts";

/** Shows the progress of a level: a live view on a terminal, otherwise a plain line after 0.5 s and then every 5 s. */
interface Progress {
  sent(): void;
  finished(outcome: Outcome): void;
  /** Shows the last state and stops. */
  close(): void;
}

/** An output on which progress is shown, for example process.stderr. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** A redraw takes 0.5 ms and can delay a send; at this interval redraws do not change a percentile. */
const REDRAW_MS = 200;
const PLAIN_LINE_MS = 5000;
/** A reader of a log sees within a second that requests are sent. Shorter levels get only their last line. */
const FIRST_PLAIN_LINE_MS = 500;

/**
 * Shows the progress of `level` on `screen`; null shows nothing. Each request updates only counters and one bucket of a
 * histogram, so that the display does not change the figures.
 */
export function createProgress(level: ShownLevel, screen: Screen | null): Progress {
  if (screen === null) return { sent() {}, finished() {}, close() {} };
  const tally = createTally(level);
  const isTerminal = screen.isTTY === true;
  let drawnLines = 0;
  const draw = () => {
    const state = tally.state();
    if (!isTerminal) {
      screen.write(`${plainLine(state)}\n`);
      return;
    }
    const lines = liveLines(state, screen.columns || 80).map((line) => `${line}\u001b[K`);
    const home = drawnLines > 1 ? `\r\u001b[${drawnLines - 1}A` : "\r";
    screen.write(`${home}${lines.join("\n")}\u001b[J`);
    drawnLines = lines.length;
  };
  const first = isTerminal ? undefined : setTimeout(draw, FIRST_PLAIN_LINE_MS);
  const timer = setInterval(draw, isTerminal ? REDRAW_MS : PLAIN_LINE_MS);
  return {
    sent: tally.sent,
    finished: tally.finished,
    close() {
      clearTimeout(first);
      clearInterval(timer);
      if (tally.state().sent === 0) return;
      draw();
      if (isTerminal) screen.write("\n");
    },
  };
}
