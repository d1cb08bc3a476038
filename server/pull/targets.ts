import { SpeechError } from "../../src/errors.ts";
import { expected } from "../../src/message.ts";
import { HIBARI, HIBARI_VOICES, type HubVoice } from "../../src/models/hibari.ts";
import { meantName } from "../../src/spelling.ts";
import { partsOf } from "../../src/models/part.ts";
import { pullModel } from "../../src/models/pull.ts";
import {
  listModels,
  type ModelFile,
  modelPath,
  parseModel,
  removeAll,
  removeModel,
  verifyModel,
} from "../../src/models/store.ts";
import {
  isInstalled,
  packageFolder,
  removePackage,
  verifyPackage,
  verifyPinned,
} from "../../src/models/wheel/wheelPackage.ts";
import type { Config } from "../config.ts";
import { hibariFolder, hubVoicePath, pullHibari, pullHubVoice, type Reporter } from "./hibari.ts";
import { hubOf } from "./hub.ts";
import {
  isKokoro,
  KOKORO,
  kokoroFolder,
  pullKokoro,
  removeKokoro,
  verifyKokoro,
} from "./kokoro.ts";

/** What `bun run models` manages under one name. */
export interface Target {
  readonly name: string;
  /** Path of its file or folder. */
  readonly path: string;
  /** Pulls it and returns what to print about it. Throws SpeechError with the way out. */
  pull(reporter: Reporter, signal: AbortSignal): Promise<string>;
  /** Returns what is wrong with it in words, or null if it is intact. */
  verify(): Promise<string | null>;
  /** Returns false if there was nothing to remove. */
  remove(): Promise<boolean>;
}

/** The names that are no file of the hub. */
const NAMES = [HIBARI.name, KOKORO, ...HIBARI_VOICES.map(({ id }) => `${HIBARI.name}:${id}`)];

/**
 * Returns the target of a name: `hibari`, `hibari:voice`, `kokoro`, or a file of the hub. Throws SpeechError "invalid_input" for
 * any other name.
 *
 * @example
 * await findTarget("hibari", config).verify(); // "…/hibari/hibari.onnx is missing"
 */
export function findTarget(name: string, config: Config): Target {
  if (name === HIBARI.name) return hibari(config);
  if (name === KOKORO) return kokoro(config);
  const meant = meantName(name, NAMES);
  if (meant !== null) {
    const message = expected("model", "hibari, kokoro or owner/name", JSON.stringify(name));
    throw new SpeechError("invalid_input", `${message}; did you mean ${meant}?`);
  }
  if (!name.startsWith(`${HIBARI.name}:`)) return hubFile(parseModel(name), config);
  const id = name.slice(HIBARI.name.length + 1);
  const voice = HIBARI_VOICES.find((voice) => voice.id === id);
  if (voice !== undefined) return hibariVoice(voice, config);
  const voices = HIBARI_VOICES.map((known) => known.id).join(", ");
  const message = expected("model", `hibari or hibari: and one of ${voices}`, JSON.stringify(name));
  throw new SpeechError("invalid_input", message);
}

/** A target that was pulled, with its length. */
export interface Stored {
  readonly target: Target;
  readonly bytes: number;
}

/** Finds everything that was pulled into MODEL_DIR. */
export async function storedTargets(config: Config): Promise<readonly Stored[]> {
  const folder = config.MODEL_DIR;
  const stored: Stored[] = [];
  if (await isInstalled(folder, HIBARI)) {
    const bytes = HIBARI.files.reduce((sum, file) => sum + file.bytes, 0);
    stored.push({ target: hibari(config), bytes });
  }
  for (const voice of HIBARI_VOICES) {
    const file = Bun.file(hubVoicePath(config, voice));
    if (await file.exists()) stored.push({ target: hibariVoice(voice, config), bytes: file.size });
  }
  const files = await listModels(folder);
  const ofKokoro = files.filter(isKokoro);
  if (ofKokoro.length > 0) {
    const bytes = ofKokoro.reduce((sum, file) => sum + file.bytes, 0);
    stored.push({ target: kokoro(config), bytes });
  }
  const others = files.filter((file) => !isKokoro(file));
  return [
    ...stored,
    ...others.map((file) => ({ target: hubFile(file, config), bytes: file.bytes })),
  ];
}

function hibari(config: Config): Target {
  const folder = config.MODEL_DIR;
  const path = packageFolder(folder, HIBARI);
  return {
    name: HIBARI.name,
    path,
    async pull(reporter, signal) {
      const from = await pullHibari(config, reporter, signal);
      return `${path}: hibari ${HIBARI.version} from ${from}`;
    },
    verify: () => verifyPackage(folder, HIBARI),
    remove: () => removePackage(folder, HIBARI),
  };
}

function hibariVoice(voice: HubVoice, config: Config): Target {
  const path = hubVoicePath(config, voice);
  return {
    name: `${HIBARI.name}:${voice.id}`,
    path,
    async pull(reporter, signal) {
      // A voice needs the lexicons and the vocabulary beside it.
      if (!(await isInstalled(config.MODEL_DIR, HIBARI)))
        await pullHibari(config, reporter, signal);
      await pullHubVoice(voice, { config, progress: reporter.progress }, signal);
      return `${path}: the voice ${voice.id} of hibari`;
    },
    verify: () => verifyPinned(path, voice),
    remove: async () => removeAll([path, ...(await partsOf(path))]),
  };
}

function kokoro(config: Config): Target {
  const path = kokoroFolder(config);
  return {
    name: KOKORO,
    path,
    async pull(reporter, signal) {
      // English is read with hibari's lexicons.
      if ((await hibariFolder(config)) === null) await pullHibari(config, reporter, signal);
      await pullKokoro(config, reporter, signal);
      return `${path}: Kokoro-82M and its voices`;
    },
    verify: () => verifyKokoro(config),
    remove: () => removeKokoro(config),
  };
}

function hubFile(model: ModelFile, config: Config): Target {
  const folder = config.MODEL_DIR;
  const path = modelPath(folder, model);
  return {
    name: `${model.repo}:${model.file}`,
    path,
    async pull({ progress }, signal) {
      const { sha256 } = await pullModel(model, { ...hubOf(config), folder, progress }, signal);
      return `${path}: SHA-256 ${sha256}`;
    },
    verify: () => verifyModel(folder, model),
    remove: () => removeModel(folder, model),
  };
}
