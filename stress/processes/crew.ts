import { join } from "node:path";
import { longestWaitMs } from "../load/coreWait.ts";
import { type Part, partOf, partWithin, plannedRequests, sumSeries } from "../load/part.ts";
import type { LevelPlan } from "../load/plan.ts";
import type { PartHooks, PartRun } from "../load/sender.ts";
import { epochMs } from "../load/time.ts";
import type { CommonOptions } from "../options/options.ts";
import type { RequestRecord } from "../records/record.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

/** A level, and the part of it to send. */
interface Task {
  readonly plan: LevelPlan;
  readonly part: Part;
}

/** Worker processes that send the requests together, since the event loop of one process uses only one core. */
export interface Crew {
  /**
   * Runs a part of a level. `hooks` receive every record that arrives, including the records of a worker that dies
   * later.
   */
  run(task: Task, hooks: PartHooks, signal: AbortSignal): Promise<PartRun>;
  close(): void;
  readonly pids: readonly number[];
}

/** Time from the last "ready" of a worker to the level's start. "go" must reach all workers within this time. */
const LEAD_MS = 50;
/** Maximum difference of two clocks, in addition to the time that the messages took. */
const CLOCK_SLACK_MS = 1;

/** The results of a part whose worker has died. */
const DIED = {
  startMs: 0,
  inFlight: [],
  connections: 0,
  cpuMs: 0,
  coreWaitMs: null,
  kept: [],
};

interface Member {
  readonly child: Bun.Subprocess;
  readonly name: string;
  /** Exit code or signal; null until the process has ended and all its messages have been handled. */
  ending: string | null;
  /** Handler of messages. Each level replaces the handler, so that a finished level does not stay in memory. */
  onMessage: (message: FromWorker) => void;
  /** Handler of the end of the process, replaced for the same reason. */
  onEnd: (ending: string) => void;
}

/**
 * Starts `count` worker processes that send with `options`; `close` kills them.
 *
 * @example
 * const crew = openCrew(4, options);
 * try {
 *   await crew.run({ plan, part: ONLY_PART }, hooks, signal);
 * } finally {
 *   crew.close();
 * }
 */
export function openCrew(count: number, options: CommonOptions): Crew {
  const members = Array.from({ length: count }, (_, index) =>
    startMember(`worker ${index + 1} of ${count}`, options),
  );
  return {
    async run({ plan, part }, hooks, signal) {
      const cpuBefore = process.cpuUsage();
      const tasks = members.map((member, index) =>
        assign(member, { plan, part: partWithin(part, { index, count }) }, hooks),
      );
      const stop = () => members.forEach((member) => post(member, { kind: "stop" }));
      signal.addEventListener("abort", stop, { once: true });
      try {
        await Promise.all(tasks.map(({ ready }) => ready));
        if (signal.aborted) stop();
        const startMs = plan.startMs ?? epochMs() + LEAD_MS;
        for (const member of members) post(member, { kind: "go", startMs });
        const runs = await Promise.all(tasks.map(({ done }) => done));
        const { user, system } = process.cpuUsage(cpuBefore);
        return joined(startMs, runs, (user + system) / 1000);
      } finally {
        signal.removeEventListener("abort", stop);
        for (const member of members) Object.assign(member, { onMessage() {}, onEnd() {} });
      }
    },
    pids: members.map(({ child }) => child.pid),
    close: () => members.forEach(({ child }) => child.kill("SIGKILL")),
  };
}

function startMember(name: string, options: CommonOptions): Member {
  const disconnected = Promise.withResolvers<void>();
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "worker.ts")], {
    stdin: "ignore",
    stdout: "ignore",
    stderr: "inherit",
    serialization: "advanced",
    ipc: (message) => member.onMessage(message as FromWorker), // worker.ts sends only these
    onDisconnect: () => disconnected.resolve(),
  });
  const member: Member = { child, name, ending: null, onMessage() {}, onEnd() {} };
  void Promise.all([child.exited, disconnected.promise]).then(() => {
    const { signalCode, exitCode } = child;
    member.ending = signalCode === null ? `exit code ${exitCode}` : `signal ${signalCode}`;
    member.onEnd(member.ending);
  });
  post(member, { kind: "open", options });
  return member;
}

/**
 * Assigns a part of a level to `member`. If the worker dies, `ready` and `done` still resolve, and `done` has a fault.
 */
function assign(
  member: Member,
  { plan, part }: Task,
  hooks: PartHooks,
): { readonly ready: Promise<void>; readonly done: Promise<PartRun> } {
  const ready = Promise.withResolvers<void>();
  const done = Promise.withResolvers<PartRun>();
  const askedMs = epochMs();
  let faults: readonly string[] = [];
  let records = 0;
  member.onMessage = (message) => {
    if (message.kind === "ready") {
      faults = clockFaults(member, message.nowMs, [askedMs, epochMs()]);
      ready.resolve();
    } else if (message.kind === "done") {
      done.resolve({ ...message.run, faults });
    } else {
      for (let count = 0; count < message.sent; count++) hooks.sent();
      for (const line of message.lines) hooks.ended(JSON.parse(line) as RequestRecord, line);
      records += message.lines.length;
    }
  };
  member.onEnd = (ending) => {
    const planned = plannedRequests(partOf(plan.load, part));
    const lost = planned === null ? "an unknown number" : planned - records;
    const fault = `invalid: ${member.name} died (${ending}): ${lost} of its requests are not in the records`;
    ready.resolve();
    done.resolve({ ...DIED, faults: [fault] });
  };
  if (member.ending !== null) member.onEnd(member.ending);
  post(member, { kind: "level", plan, part });
  return { ready: ready.promise, done: done.promise };
}

/**
 * Returns a fault if the time of a worker's clock does not lie between the parent's question and the worker's answer.
 */
function clockFaults(
  { name }: Member,
  nowMs: number,
  [askedMs, answeredMs]: readonly [number, number],
): string[] {
  const offMs = Math.max(askedMs - nowMs, nowMs - answeredMs);
  if (offMs <= CLOCK_SLACK_MS) return [];
  return [
    `invalid: the clock of ${name} is ${offMs.toFixed(1)} ms off: was the system clock changed?`,
  ];
}

function joined(startMs: number, runs: readonly PartRun[], ownCpuMs: number): PartRun {
  const sum = (of: (run: PartRun) => number) => runs.reduce((total, run) => total + of(run), 0);
  return {
    startMs,
    inFlight: sumSeries(runs.map(({ inFlight }) => inFlight)),
    connections: sum(({ connections }) => connections),
    cpuMs: ownCpuMs + sum(({ cpuMs }) => cpuMs),
    coreWaitMs: longestWaitMs(runs.map((run) => run.coreWaitMs)),
    faults: runs.flatMap(({ faults }) => faults),
    kept: runs.flatMap(({ kept }) => kept),
  };
}

/** Sends `message` if the worker still runs; `onEnd` reports a worker that has ended. */
function post(member: Member, message: ToWorker): void {
  if (member.child.exitCode !== null || member.child.signalCode !== null) return;
  try {
    member.child.send(message);
  } catch {}
}
