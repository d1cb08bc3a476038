import { existsSync } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AUDIO_FOLDER } from "../records/recorder.ts";
import { percentile } from "../../src/stats/percentiles.ts";
import { FAILED, type KeptAudio, SLOWEST } from "./keeper.ts";
import type { Outcome } from "../figures/outcome.ts";
import { serviceMs } from "../records/record.ts";

const keptSchema = z.array(
  z.object({
    level: z.string(),
    seq: z.number(),
    role: z.enum(["slowest", "median", "failed"]),
    /** Path relative to the run's folder. */
    file: z.string(),
    bytes: z.number(),
    /** Seconds of audio in the answer. */
    audioS: z.number(),
    /** False if the file holds only the beginning of the answer. */
    whole: z.boolean(),
    serviceMs: z.number(),
    error: z.string().nullable(),
  }),
);
export type KeptFile = z.output<typeof keptSchema>[number];

/** Writes the slowest, the median and the failed answers of a level, and adds them to `folder`/audio/kept.json. */
export async function writeKept(
  folder: string,
  { label, kept }: { readonly label: string; readonly kept: readonly KeptAudio[] },
  outcomes: readonly Outcome[],
): Promise<void> {
  if (kept.length === 0) return;
  const chosen = choose(kept, outcomes);
  const earlier = await readKept(folder);
  await mkdir(join(folder, AUDIO_FOLDER), { recursive: true });
  const files: KeptFile[] = [];
  for (const { role, audio } of chosen) {
    const { bytes, extension, ...facts } = audio;
    const name = `${label.replaceAll(/[^\w.-]+/g, "_")}-${audio.seq}-${role}.${extension}`;
    const file = `${AUDIO_FOLDER}/${name}`;
    await writeFile(join(folder, file), bytes);
    files.push({ level: label, role, file, bytes: bytes.length, ...facts });
  }
  await writeList(folder, [...earlier, ...files]);
}

/** Copies the kept audio of the folders `shards` to `folder`, and replaces `folder`/audio/kept.json. */
export async function mergeKept(shards: readonly string[], folder: string): Promise<void> {
  const all: KeptFile[] = [];
  await mkdir(join(folder, AUDIO_FOLDER), { recursive: true });
  for (const shard of shards) {
    for (const kept of await readKept(shard)) {
      all.push(kept);
      await copyFile(join(shard, kept.file), join(folder, kept.file));
    }
  }
  await writeList(folder, all);
}

async function writeList(folder: string, files: readonly KeptFile[]): Promise<void> {
  const text = JSON.stringify(files, null, 2);
  await writeFile(join(folder, AUDIO_FOLDER, "kept.json"), `${text}\n`);
}

/** Reads the list of the audio kept in `folder`; returns an empty list if there is none. */
export async function readKept(folder: string): Promise<KeptFile[]> {
  const path = join(folder, AUDIO_FOLDER, "kept.json");
  return existsSync(path) ? keptSchema.parse(await Bun.file(path).json()) : [];
}

/** Selects the slowest answers of the level, the answer nearest to the median, and the first failures. */
function choose(kept: readonly KeptAudio[], outcomes: readonly Outcome[]) {
  const ok = kept
    .filter(({ error }) => error === null)
    .toSorted((a, b) => b.serviceMs - a.serviceMs);
  const failed = kept.filter(({ error }) => error !== null).toSorted((a, b) => a.seq - b.seq);
  const [slowest, rest] = [ok.slice(0, SLOWEST), ok.slice(SLOWEST)];
  const median = nearest(rest, medianServiceMs(outcomes));
  return [
    ...slowest.map((audio) => ({ role: "slowest" as const, audio })),
    ...(median === undefined ? [] : [{ role: "median" as const, audio: median }]),
    ...failed.slice(0, FAILED).map((audio) => ({ role: "failed" as const, audio })),
  ];
}

function medianServiceMs(outcomes: readonly Outcome[]): number {
  const ok = outcomes.filter(({ error }) => error === null);
  if (ok.length === 0) return 0;
  return percentile(Float64Array.from(ok, serviceMs).sort(), 0.5);
}

function nearest(kept: readonly KeptAudio[], ms: number): KeptAudio | undefined {
  const distance = ({ serviceMs }: KeptAudio) => Math.abs(serviceMs - ms);
  return kept.toSorted((a, b) => distance(a) - distance(b))[0];
}
