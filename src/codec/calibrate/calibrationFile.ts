import { rename, stat } from "node:fs/promises";
import { arch, availableParallelism, cpus } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import type { CalibrationStore } from "./tune.ts";

/** The facts that a calibration depends on, apart from the machine. */
interface Subject {
  /** The decoder's ONNX file. */
  readonly file: string;
  /** Configured path of ONNX Runtime's library. */
  readonly library: string;
  readonly device: string;
}

/** A calibration expires after a week, because drivers, other load and clock rates change. */
const LIFETIME_MS = 7 * 24 * 3600 * 1000;

/** A calibration and the time of its measurement, milliseconds since 1970. */
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
 * Stores one calibration of `subject` on this machine in a JSON file in `folder`. An unreadable, invalid or expired
 * file loads as null. `nowMs` returns milliseconds since 1970.
 *
 * @example
 * const store = await calibrationFile("models/calibration", { file, library: "", device: "cpu" });
 * const calibration = await store.load();
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
      const partial = `${path}.${process.pid}.part`;
      try {
        // Bun.write creates missing folders.
        await Bun.write(partial, JSON.stringify({ madeAt: nowMs(), calibration }));
        await rename(partial, path);
      } catch {
        // The folder may be read-only. The next start then measures again.
      }
    },
  };
}

/** Returns a hash of the decoder's file (path, size, modification time), the library, the device and the machine. */
async function keyOf({ file, library, device }: Subject): Promise<string> {
  const { size, mtimeMs } = await stat(file);
  const machine = [cpus()[0]?.model, availableParallelism(), process.platform, arch()];
  const facts = [resolve(file), size, mtimeMs, library, device, ...machine];
  return new Bun.CryptoHasher("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 16);
}
