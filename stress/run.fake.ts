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

/** The command with a separate results folder, for tests. */
interface Harness {
  readonly folder: string;
  /** Starts the command in a separate process and does not wait for it. */
  start(args: readonly string[]): Bun.Subprocess<"ignore", "pipe", "pipe">;
  /**
   * Runs the command. If `where` is the name of the results folder (default: t), the command runs in this process and
   * draws no plots. If `where` is an environment, the command runs in a separate process and adds `where` to `baseEnv`.
   */
  run(args: readonly string[], where?: Readonly<Record<string, string>> | string): Promise<Ended>;
  /** Runs the command in this process with exactly `args`, without --output-dir and --benchmark-name. */
  exactly(args: readonly string[]): Promise<Ended>;
  /** Returns a result file as text. */
  read(name: string): string;
  remove(): void;
}

/** Creates a harness in a new folder. Results are in `folder`/t. `baseEnv` is the environment of separate processes. */
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

/** Opens a harness, with readers of its results and a fake server. Disposal closes the server and removes the folder. */
export function openRun(baseEnv: Env) {
  const harness = openHarness(baseEnv);
  let server: FakeServer | undefined;
  return {
    harness,
    /** Returns a result file of the last run, parsed. */
    json: (name: string) => JSON.parse(harness.read(name)),
    /** Returns the records of the last run. */
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

/** Extends `openRun` by a command that is given as one line, and by the only level of the summary. */
export function openStress(baseEnv: Env) {
  const run = openRun(baseEnv);
  return {
    ...run,
    stress: (line: string, env?: Readonly<Record<string, string>>) =>
      run.harness.run(line.split(" "), env),
    level: () => run.json("summary.json").levels[0],
  };
}

/** Calls `openRun` before each test of a file, and disposes of the run afterwards. The tests must not be concurrent. */
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
