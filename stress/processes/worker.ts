import { openSender } from "../load/openSender.ts";
import type { RunPart, Sender } from "../load/sender.ts";
import { epochMs } from "../load/time.ts";
import { prepare } from "../talk/prepare.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

/** Interval of "records" messages; the parent writes a record within 100 ms of the end of the request. */
const BATCH_MS = 25;

const stop = new AbortController();
let sender: Sender | null = null;
let run: RunPart | null = null;

/** Sends the prepared part. All records of the part reach the parent before "done". */
async function go(startMs: number): Promise<void> {
  if (run === null) return;
  let lines: string[] = [];
  let sent = 0;
  const flush = () => {
    if (sent === 0 && lines.length === 0) return;
    post({ kind: "records", lines, sent });
    [lines, sent] = [[], 0];
  };
  const hooks = {
    sent: () => void sent++,
    ended: (_: unknown, line: string) => void lines.push(line),
  };
  const timer = setInterval(flush, BATCH_MS);
  try {
    const done = await run(startMs, hooks, stop.signal);
    flush();
    post({ kind: "done", run: done });
  } finally {
    clearInterval(timer);
  }
}

function post(message: FromWorker): void {
  process.send?.(message);
}

function onMessage(message: ToWorker): void {
  if (message.kind === "open") sender = openSender(message.options);
  else if (message.kind === "stop") stop.abort();
  else if (message.kind === "go") void go(message.startMs);
  else if (sender !== null) {
    run = prepare(message.plan, sender, message.part);
    post({ kind: "ready", nowMs: epochMs() });
  }
}

// Ctrl-C reaches the whole process group, but a worker stops only when the parent sends "stop".
process.on("SIGINT", () => {});
process.on("SIGHUP", () => {});
process.on("disconnect", () => process.exit(0));
process.on("message", onMessage);
