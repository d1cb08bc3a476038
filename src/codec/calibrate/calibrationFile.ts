import { mkdir, rename, stat } from "node:fs/promises";
import { arch, availableParallelism, cpus } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import type { CalibrationStore } from "./tune.ts";

/** What a calibration depends on, beside the machine. */
interface Subject {
  /** The decoder's ONNX file. */
  readonly file: string;
  /** ONNX Runtime's library, as configured. */
  readonly library: string;
  readonly device: string;
}

/** Drivers, neighbours and clocks change: after a week it is measured again. */
const LIFETIME_MS = 7 * 24 * 3600 * 1000;

/** Milliseconds since 1970, and what was measured then. */
const storedSchema = z.object({
  madeAt: z.number(),
  calibration: z.object({
    fixedMs: z.number(),
    perTokenMs: z.number(),
    threads: z.number(),
    budgetTokens: z.number(),
    device: z.string(),
  }),
});

/**
 * Keeps one calibration of `subject` on this machine as a small JSON file in `folder`. A file that
 * is unreadable, invalid or too old counts as none. `nowMs` is the time of day.
 */
export async function calibrationFile(
  folder: string,
  subject: Subject,
  nowMs: () => number = Date.now,
): Promise<CalibrationStore> {
  const path = join(folder, `${await keyOf(subject)}.json`);
  return {
    async load() {
      try {
        const stored = storedSchema.parse(await Bun.file(path).json());
        const isFresh = Math.abs(nowMs() - stored.madeAt) < LIFETIME_MS;
        return isFresh ? stored.calibration : null;
      } catch {
        return null;
      }
    },
    async save(calibration) {
      const half = `${path}.${process.pid}.part`;
      try {
        await mkdir(folder, { recursive: true });
        await Bun.write(half, JSON.stringify({ madeAt: nowMs(), calibration }));
        await rename(half, path);
      } catch {
        // A read-only folder: the next start measures again.
      }
    },
  };
}

/** Another file, library, device or machine has another key. */
async function keyOf({ file, library, device }: Subject): Promise<string> {
  const { size, mtimeMs } = await stat(file);
  const machine = [cpus()[0]?.model, availableParallelism(), process.platform, arch()];
  const facts = [resolve(file), size, mtimeMs, library, device, ...machine];
  return new Bun.CryptoHasher("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 16);
}
