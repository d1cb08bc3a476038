import { existsSync, renameSync, statSync } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { AUDIO_FOLDER } from "../keep/keptFiles.ts";

/** One RequestRecord a line. */
export const RECORDS_FILE = "requests.jsonl";
/** A record is on disk within 100 ms of its end. */
const FLUSH_MS = 50;

/** Writes requests.jsonl while the run goes on, so that a crash loses nothing that was measured. */
export interface Recorder {
  readonly folder: string;
  /** Takes a RequestRecord as JSON. */
  add(line: string): void;
  /** Writes what is left and closes the file. */
  close(): Promise<void>;
}

/** Opens `folder`/requests.jsonl; earlier results are set aside. */
export async function openRecorder(folder: string): Promise<Recorder> {
  await mkdir(folder, { recursive: true });
  setAside(folder);
  const file = await open(join(folder, RECORDS_FILE), "w");
  let lines: string[] = [];
  let writing = Promise.resolve();
  const flush = () => {
    if (lines.length === 0) return;
    const text = lines.join("");
    lines = [];
    writing = writing.then(() => file.appendFile(text));
  };
  const timer = setInterval(flush, FLUSH_MS);
  return {
    folder,
    add: (line) => void lines.push(line, "\n"),
    async close() {
      clearInterval(timer);
      flush();
      try {
        await writing;
      } finally {
        await file.close();
      }
    },
  };
}

/** Renames earlier records of `folder`, and the audio kept with them, with their start time: they can't be made again. */
export function setAside(folder: string): void {
  const path = join(folder, RECORDS_FILE);
  if (existsSync(path)) renameSync(path, join(folder, `requests-${startTime(path)}.jsonl`));
  const audio = join(folder, AUDIO_FOLDER);
  if (existsSync(audio)) renameSync(audio, `${audio}-${startTime(audio)}`);
}

/** When the file was begun, fit for a file name: 2026-01-31T12-00-00.000Z. */
function startTime(path: string): string {
  const { birthtimeMs, mtimeMs } = statSync(path);
  return new Date(birthtimeMs || mtimeMs).toISOString().replaceAll(":", "-");
}
