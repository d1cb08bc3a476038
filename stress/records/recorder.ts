import { existsSync, renameSync, statSync } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { join, parse } from "node:path";
import { messageOf } from "../../src/message.ts";

/** File with one RequestRecord per line. */
export const RECORDS_FILE = "requests.jsonl";
/** File with the plan of the run, written at its start. */
export const PLAN_FILE = "plan.json";
/** Folder of kept audio in a run's folder. */
export const AUDIO_FOLDER = "audio";
/** Interval of writes: a record is on disk within 100 ms of the end of its request. */
const FLUSH_MS = 50;

/** Writes requests.jsonl during the run, so that the records survive a crash of the tester. */
export interface Recorder {
  readonly folder: string;
  /** Mark in the new names of the files of an earlier run; null if there was none. */
  readonly earlier: string | null;
  /** Aborted by the first failed write. The reason is the Error with which `close` rejects. */
  readonly failed: AbortSignal;
  /** Reports another file of the run that could not be written; `close` rejects with the first failure. */
  fail(error: unknown): void;
  /** Adds a RequestRecord as JSON. */
  add(line: string): void;
  /**
   * Writes the buffered records and closes the file. Rejects with the first write error, which names the file, and if
   * another run has begun in the folder meanwhile.
   */
  close(): Promise<void>;
}

/** The part of a file handle that a recorder needs. */
interface RecordFile {
  appendFile(text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens `folder`/requests.jsonl and renames earlier results. `openFile` creates the file; tests pass a function whose
 * files fail to write.
 *
 * @example
 * const recorder = await openRecorder("benchmark_result/local");
 * recorder.add(JSON.stringify(record));
 * await recorder.close();
 */
export async function openRecorder(
  folder: string,
  openFile: (path: string) => Promise<RecordFile> = (path) => open(path, "w"),
): Promise<Recorder> {
  await mkdir(folder, { recursive: true });
  const earlier = renameEarlier(folder);
  const path = join(folder, RECORDS_FILE);
  const file = await openFile(path);
  const own = inodeOf(path);
  const failed = new AbortController();
  const fail = (error: unknown) => failed.abort(writeError(path, error));
  let lines: string[] = [];
  let writing = Promise.resolve();
  const flush = () => {
    if (lines.length === 0) return;
    const text = lines.join("");
    lines = [];
    // After a failure nothing is written, since later records would hide the gap.
    if (!failed.signal.aborted)
      writing = writing
        .then(() => (failed.signal.aborted ? undefined : file.appendFile(text)))
        .catch(fail);
  };
  const timer = setInterval(flush, FLUSH_MS);
  return {
    folder,
    earlier,
    fail,
    failed: failed.signal,
    add: (line) => void lines.push(line, "\n"),
    async close() {
      clearInterval(timer);
      flush();
      await writing;
      await file.close().catch(fail);
      if (inodeOf(path) !== own) failed.abort(takenError(folder));
      failed.signal.throwIfAborted();
    },
  };
}

function writeError(path: string, error: unknown): Error {
  return new Error(
    `cannot write ${path} (${messageOf(error)}): the records are incomplete, and the figures are only on the console; free space there, or name another folder with --output-dir`,
    { cause: error },
  );
}

/** Returns the number by which the file system knows the file, also after it was renamed; undefined without the file. */
function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

function takenError(folder: string): Error {
  return new Error(
    `another run began in ${folder} before this one ended: the records of this run have its time in their name now, and its figures are only on the console; name another folder with --benchmark-name`,
  );
}

/** Files of one run. Another run in the same folder renames all of them, so that no two runs mix. */
const RUN_FILES = [
  RECORDS_FILE,
  PLAN_FILE,
  "summary.json",
  "requests.csv",
  "report.html",
  "result.json",
  "plot_2x2.png",
  "plot_p50.png",
  "qps_v_latency.png",
  AUDIO_FOLDER,
];

/**
 * Renames the files of an earlier run in `folder`, so that they are kept. The new names contain the creation time of its
 * first file, which is returned; null if there are no files.
 */
export function renameEarlier(folder: string): string | null {
  const names = RUN_FILES.filter((name) => existsSync(join(folder, name)));
  const [first] = names;
  if (first === undefined) return null;
  const time = creationTime(join(folder, first));
  for (const name of names) {
    const { name: base, ext } = parse(name);
    renameSync(join(folder, name), join(folder, `${base}-${time}${ext}`));
  }
  return time;
}

/** Returns the creation time of `path` in a form for file names: 2026-01-31T12-00-00.000Z. */
function creationTime(path: string): string {
  const { birthtimeMs, mtimeMs } = statSync(path);
  return new Date(birthtimeMs || mtimeMs).toISOString().replaceAll(":", "-");
}
