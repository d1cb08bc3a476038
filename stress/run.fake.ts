import { afterEach, beforeEach } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import type { Socket } from "node:net";
import { join } from "node:path";
import { main } from "./main.ts";
import { captured, type Output } from "./output.fake.ts";
import { fakeServer, type FakeServer } from "./server.fake.ts";

type Env = Readonly<Record<string, string | undefined>>;

interface Ended extends Output {
  readonly code: number;
}

/** The command with a results folder of its own, for tests. */
interface Harness {
  readonly folder: string;
  /** Starts the command in a process of its own, without waiting for it. */
  start(args: readonly string[]): Bun.Subprocess<"ignore", "pipe", "pipe">;
  /**
   * Runs the command. With a name of the results' folder (t by default) it runs in this process and draws no plots.
   * With an environment, which is added to `baseEnv`, it runs in a process of its own.
   */
  run(args: readonly string[], where?: Readonly<Record<string, string>> | string): Promise<Ended>;
  /** Runs the command in this process with `args` alone, without folder and name. */
  exactly(args: readonly string[]): Promise<Ended>;
  /** A result file as text. */
  read(name: string): string;
  remove(): void;
}

/** Results are in `folder`/t. `baseEnv` is the environment of the processes. */
function openHarness(baseEnv: Env): Harness {
  const folder = mkdtempSync(join(tmpdir(), "stress-"));
  const spawn = (args: readonly string[], env: Env) =>
    Bun.spawn([process.execPath, join(import.meta.dir, "main.ts"), ...args], {
      env: { ...baseEnv, ...env },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
  const named = (args: readonly string[], name = "t") => [
    ...args,
    "--output-dir",
    folder,
    "--benchmark-name",
    name,
  ];
  return {
    folder,
    start: (args) => spawn(named(args), {}),
    run: (args, where = "t") =>
      typeof where === "string" ? runHere(named(args, where)) : ended(spawn(named(args), where)),
    exactly: runHere,
    read: (name) => readFileSync(join(folder, "t", name), "utf8"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function runHere(args: readonly string[]): Promise<Ended> {
  const never = new AbortController().signal;
  const { value, output } = await captured(() =>
    main(args, { interruption: () => never, draw: async () => {} }),
  );
  return { ...output, code: value };
}

async function ended(child: Bun.Subprocess<"ignore", "pipe", "pipe">): Promise<Ended> {
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { stdout, stderr, code };
}

/** A harness, readers of its results and a server; dispose of them together. */
export function openRun(baseEnv: Env) {
  const harness = openHarness(baseEnv);
  let server: FakeServer | undefined;
  return {
    harness,
    /** A result file of the last run, parsed. */
    json: (name: string) => JSON.parse(harness.read(name)),
    /** Its raw records. */
    records: () =>
      harness
        .read("requests.jsonl")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    serve: async (answer: (socket: Socket, index: number) => void): Promise<FakeServer> =>
      (server = await fakeServer(answer)),
    [Symbol.dispose]() {
      server?.close();
      harness.remove();
    },
  };
}

/** `openRun` with the command as one line, and the only level of its summary. */
export function openStress(baseEnv: Env) {
  const run = openRun(baseEnv);
  return {
    ...run,
    stress: (line: string, env?: Readonly<Record<string, string>>) =>
      run.harness.run(line.split(" "), env),
    level: () => run.json("summary.json").levels[0],
  };
}

/** `openRun` for each test of a file without concurrent tests. */
export function harnessPerTest(baseEnv: Env) {
  let run: ReturnType<typeof openRun>;
  beforeEach(() => {
    run = openRun(baseEnv);
  });
  afterEach(() => run[Symbol.dispose]());
  return {
    get harness() {
      return run.harness;
    },
    json: (name: string) => run.json(name),
    records: () => run.records(),
    serve: (answer: (socket: Socket, index: number) => void) => run.serve(answer),
  };
}
