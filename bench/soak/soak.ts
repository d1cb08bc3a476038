import { type Command, Option } from "commander";
import { random } from "../../fixtures/random.ts";
import { AUDIO_FORMATS } from "../../src/audio/encode/form.ts";
import { type FailingLm, openFailingLm } from "./failingLm.ts";
import { positive } from "../flags.ts";
import { openGoals } from "../goals.ts";
import { memoryReport, type Resident } from "./memory.ts";
import { measureHour } from "../hour.ts";
import { heldSlots } from "../ready.ts";
import { residentMiB, type ServerProcess, startServer } from "../serverProcess.ts";
import { act, type Form, type Outcome, type Plan } from "./request.ts";
import { textOf } from "../texts.ts";

const CLIENTS = 12;
const WORDS = [1, 3, 8, 15, 30] as const;
const TEXTS = 12;
const FORMS: readonly Form[] = ["stream", "whole", "events"];
const [LEAVE_PERCENT, BAD_PERCENT, FAILURES_PERCENT] = [20, 5, 8];
const BAD: readonly NonNullable<Plan["bad"]>[] = [
  { body: "{", status: 400 },
  { body: '{"input":""}', status: 400 },
  { body: '{"input":5}', status: 400 },
  { body: '{"input":"Yes.","speed":99}', status: 400 },
  { body: '{"input":"Yes.","model":"gpt-9"}', status: 404 },
  { body: JSON.stringify({ input: "a".repeat(5000) }), status: 400 },
  { body: JSON.stringify({ input: "a".repeat(2_200_000) }), status: 413 },
];
const LOOK_MS = 1000;
const PROGRESS_S = 15;
const SETTLE_MS = 5000;
const SHOWN = 5;

interface Options {
  readonly minutes: number;
  readonly engine: "flite" | "neucodec";
}

/** Adds the flags of this bench. */
export function define(command: Command): void {
  command
    .option("--minutes <n>", "duration", positive, 10)
    .addOption(new Option("--engine <name>").choices(["flite", "neucodec"]).default("flite"))
    .action(run);
}

/** Runs mixed clients for a long time and checks for leaks, hangs and wrong endings. */
async function run({ minutes, engine }: Options): Promise<void> {
  const lm = engine === "neucodec" ? openFailingLm(1) : null;
  const env = lm === null ? { ENGINE: "flite" } : neucodec(lm);
  const server = await startServer(env);
  let failed: boolean;
  try {
    const expected = await learn(server);
    if (lm !== null) lm.failures = FAILURES_PERCENT;
    const soak = await soaked(server, { expected, minutes, mayFail: lm !== null });
    const leaked = await heldSlots(server.url, SETTLE_MS, () => lm?.open() ?? 0);
    failed = report(soak, leaked, await server.stop());
  } finally {
    await server.stop();
    await lm?.close();
  }
  const goals = openGoals(console.log);
  if (minutes >= 1 && lm === null) await measureHour(3600, goals);
  if (failed || goals.missed > 0) process.exitCode = 1;
}

/** Returns the settings of the NeuCodec engine with the failing LM and the test decoder. */
function neucodec(lm: FailingLm): Readonly<Record<string, string>> {
  return {
    TTS_API: lm.url,
    SPEAKERS: "anna",
    DECODER_MODEL: "fixtures/decoder.onnx",
    DEVICE: "cpu",
    REQUEST_TIMEOUT_S: "5",
    LOG_LEVEL: "error",
  };
}

const ALL_TEXTS = Array.from({ length: TEXTS }, (_, index) =>
  textOf(index, WORDS[index % WORDS.length] ?? 1),
);

/** Returns the key of an expected length. Events have the same key as a stream, because they carry the same bytes. */
function nameOf({ input, format, form }: Pick<Plan, "input" | "format" | "form">): string {
  return `${form === "whole" ? "whole" : "stream"} ${format} ${input}`;
}

interface Length {
  readonly samples: number;
  readonly bytes: number;
}

/** Measures the length of every possible answer, one request at a time. Throws when a request fails. */
async function learn({ url }: ServerProcess): Promise<ReadonlyMap<string, Length>> {
  const lengths = new Map<string, Length>();
  for (const input of ALL_TEXTS) {
    for (const format of AUDIO_FORMATS) {
      for (const form of ["stream", "whole"] as const) {
        const plan: Plan = { input, format, form, leaveAfter: null, bad: null };
        const { samples, bytes, ...rest } = await act(url, plan);
        if (samples === undefined || bytes === undefined)
          throw new Error(`${nameOf(plan)}: ${rest.wrong ?? rest.name}`);
        lengths.set(nameOf(plan), { samples, bytes });
      }
    }
  }
  return lengths;
}

interface Soak {
  readonly requests: number;
  readonly outcomes: ReadonlyMap<string, number>;
  readonly hung: number;
  readonly wrong: readonly string[];
  readonly memory: readonly Resident[];
}

interface Task {
  readonly expected: ReadonlyMap<string, Length>;
  readonly minutes: number;
  /** Whether the backend fails on purpose, so that answers can break. */
  readonly mayFail: boolean;
}

async function soaked(server: ServerProcess, task: Task): Promise<Soak> {
  const endMs = performance.now() + task.minutes * 60_000;
  const pick = random(7);
  const outcomes = new Map<string, number>();
  const wrong: string[] = [];
  const memory: Resident[] = [];
  let [requests, hung] = [0, 0];
  const look = async (): Promise<void> => {
    memory.push({ requests, mib: await residentMiB(server.pid) });
    if (memory.length % PROGRESS_S !== 0) return;
    const mib = memory.at(-1)?.mib.toFixed(0);
    console.log(
      `  ${memory.length} s: ${requests} requests, resident ${mib} MiB, ${hung} hung, ${wrong.length} wrong; ${counts(outcomes)}`,
    );
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  const client = async (): Promise<void> => {
    while (performance.now() < endMs) {
      const plan = planned(pick, task.expected);
      const outcome = await act(server.url, plan);
      requests += 1;
      outcomes.set(outcome.name, (outcomes.get(outcome.name) ?? 0) + 1);
      if (outcome.hung) hung += 1;
      const why = mistake(plan, outcome, task);
      if (why !== null) wrong.push(`${nameOf(plan).slice(0, 60)} (${plan.form}): ${why}`);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client)).finally(() => clearInterval(timer));
  return { requests, outcomes, hung, wrong, memory };
}

function planned(pick: (below: number) => number, expected: ReadonlyMap<string, Length>): Plan {
  const input = ALL_TEXTS[pick(TEXTS)] ?? "";
  const format = AUDIO_FORMATS[pick(AUDIO_FORMATS.length)] ?? "mp3";
  const form = FORMS[pick(FORMS.length)] ?? "stream";
  const kind = pick(100);
  const plan = { input, format, form, leaveAfter: null, bad: null };
  if (kind < BAD_PERCENT) return { ...plan, bad: BAD[pick(BAD.length)] ?? null };
  const bytes = expected.get(nameOf(plan))?.bytes ?? 0;
  const leaves = kind < BAD_PERCENT + LEAVE_PERCENT;
  return leaves ? { ...plan, leaveAfter: pick(4) === 0 ? 0 : pick(bytes) } : plan;
}

/** Describes an unexpected outcome; returns null for an expected one. */
function mistake(plan: Plan, outcome: Outcome, { expected, mayFail }: Task): string | null {
  const { name, samples, wrong } = outcome;
  if (wrong !== undefined) return wrong;
  const failure = /broken|error event|^5/.test(name);
  if (failure && (!mayFail || name === "500")) return `unexpected failure: ${name}`;
  const right = expected.get(nameOf(plan))?.samples;
  if (samples === undefined || plan.bad !== null || samples === right) return null;
  return `the body ends cleanly with ${samples} samples instead of ${right}`;
}

/** Prints the results. Returns true if a goal was missed. */
function report(soak: Soak, leaked: number, code: number): boolean {
  const memory = memoryReport(soak.memory);
  console.log(`requests            ${soak.requests}: ${counts(soak.outcomes)}`);
  for (const line of memory.lines) console.log(line);
  console.log(`leaked slots        ${leaked} (goal 0)`);
  console.log(`hung requests       ${soak.hung} (goal 0)`);
  console.log(`wrong endings       ${soak.wrong.length} (goal 0)`);
  console.log(`server's exit code  ${code} (goal 0)`);
  for (const why of soak.wrong.slice(0, SHOWN)) console.log(`  ${why}`);
  return memory.grows || leaked > 0 || soak.hung > 0 || soak.wrong.length > 0 || code !== 0;
}

function counts(outcomes: ReadonlyMap<string, number>): string {
  const sorted = [...outcomes].sort(([a], [b]) => a.localeCompare(b));
  return sorted.map(([name, count]) => `${name} ${count}`).join(", ");
}
