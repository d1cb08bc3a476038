/** Tells how far a level is: a bar on a terminal, a plain line every few seconds elsewhere. */
export interface Progress {
  sent(): void;
  finished(): void;
  /** Leaves the line behind. */
  close(): void;
}

/** Where progress is shown; process.stderr fits. */
interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const REDRAW_MS = 100;
const PLAIN_LINE_MS = 5000;
const BAR_WIDTH = 30;

/** A progress of `total` requests (null: unknown). `screen` null shows nothing. */
export function createProgress(
  label: string,
  total: number | null,
  screen: Screen | null,
): Progress {
  let sent = 0;
  let finished = 0;
  if (screen === null) return { sent() {}, finished() {}, close() {} };
  const terminal = screen.isTTY === true;
  const line = () => {
    const of = total === null ? "" : `/${total}`;
    return `${label}: sent ${sent}${of}, finished ${finished}${of}`;
  };
  const bar = () => {
    if (total === null || total === 0) return "";
    const cells = (count: number) => Math.round((count / total) * BAR_WIDTH);
    const done = "█".repeat(cells(finished));
    return ` ${done}${"░".repeat(Math.max(0, cells(sent) - done.length))}`.padEnd(BAR_WIDTH + 2);
  };
  const draw = () => screen.write(terminal ? `\r${line()}${bar()}\u001b[K` : `${line()}\n`);
  const timer = setInterval(draw, terminal ? REDRAW_MS : PLAIN_LINE_MS);
  return {
    sent: () => void sent++,
    finished: () => void finished++,
    close() {
      clearInterval(timer);
      if (sent === 0) return;
      draw();
      if (terminal) screen.write("\n");
    },
  };
}
