import type { FromWorker, ToWorker } from "./messages.ts";
import type { Sender } from "../load/sender.ts";
import { epochMs } from "../load/time.ts";
import { preparePart } from "../load/sender.ts";
import { openSender } from "../load/openSender.ts";

/** Records reach the parent this often; it writes them within 100 ms of their end. */
const BATCH_MS = 25;

const stop = new AbortController();
let sender: Sender | null = null;
let run: ReturnType<typeof preparePart> | null = null;

/** Sends what was prepared and tells of it; the parent hears of every record before it hears "done". */
async function go(startMs: number): Promise<void> {
  let lines: string[] = [];
  let sent = 0;
  const flush = () => {
    if (sent === 0 && lines.length === 0) return;
    tell({ kind: "records", lines, sent });
    [lines, sent] = [[], 0];
  };
  const timer = setInterval(flush, BATCH_MS);
  const hooks = {
    sent: () => void sent++,
    ended: (_: unknown, line: string) => void lines.push(line),
  };
  const done = await run?.(startMs, hooks, stop.signal);
  clearInterval(timer);
  flush();
  if (done !== undefined) tell({ kind: "done", run: done });
}

function tell(message: FromWorker): void {
  process.send?.(message);
}

function hear(message: ToWorker): void {
  if (message.kind === "open") sender = openSender(message.options);
  else if (message.kind === "stop") stop.abort();
  else if (message.kind === "go") void go(message.startMs);
  else if (sender !== null) {
    run = preparePart(message.plan, sender, message.part);
    tell({ kind: "ready", nowMs: epochMs() });
  }
}

// Ctrl-C reaches the whole group of processes: the parent says when to stop.
process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit(0));
process.on("message", hear);
