import { exists, rename, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, join, resolve } from "node:path";
import { TOKENS_PER_SECOND } from "../../src/codec/codes.ts";
import { WINDOW_TOKENS } from "../../src/codec/quantize/decodeWindows.ts";
import {
  quantizeDecoder,
  type QuantizedDecoder,
} from "../../src/codec/quantize/quantizeDecoder.ts";
import { SpeechError } from "../../src/errors.ts";
import { createTokenParser } from "../../src/lm/tokens.ts";
import { expected, messageOf } from "../../src/message.ts";
import {
  type Manifest,
  modelAt,
  modelPath,
  parseModel,
  sha256Of,
  writeManifest,
} from "../../src/models/store.ts";
import { packagedOrtLibrary } from "../../src/ort/library.ts";
import { loadOrt } from "../../src/ort/ort.ts";
import type { Config } from "../config.ts";
import { megabytes } from "./bar.ts";

/** Recorded speech, 6.5 s. The images don't have it. */
const RECORDED = join(import.meta.dir, "../../fixtures/replay_tokens.txt");

/** The arguments of `bun run models quantize`. */
export interface QuantizeArguments {
  /** A path, or the name of a pulled model. */
  readonly file: string;
  /** File to write. */
  readonly output?: string | undefined;
  /** File of recorded tokens. */
  readonly tokens?: string | undefined;
  /** Called with a line for each try. */
  readonly say: (line: string) => void;
}

/**
 * Writes an int8 decoder and its manifest, which has the measured loss. Returns what to print. The file gets its name
 * only if it is good. Throws SpeechError "invalid_input" that says what is wrong.
 */
export async function quantize(
  { file, output, tokens = RECORDED, say }: QuantizeArguments,
  config: Config,
  signal: AbortSignal,
): Promise<string> {
  const source = await findFile(file, config);
  const path = resolve(output ?? source.replace(/(\.onnx)?$/, ".int8.onnx"));
  if (path === source)
    throw new SpeechError("invalid_input", expected("output", "another file than FILE", path));
  const codes = await readTokens(tokens);
  const ort = loadOrt(config.ORT_LIBRARY || packagedOrtLibrary());
  const part = `${path}.part-${process.pid}`;
  const paths = { file: source, out: part };
  const threads = availableParallelism();
  try {
    const made = await quantizeDecoder({ ...paths, codes, ort, threads, say }, signal);
    const about = { source: basename(source), tokens: codes.length, runtime: ort.version };
    await writeManifest(path, {
      ...modelAt(resolve(config.MODEL_DIR), path),
      bytes: Bun.file(part).size,
      sha256: await sha256Of(part),
      quantized: { ...about, ...figuresOf(made) },
    });
    await rename(part, path);
    const speed = `${made.speedup.toFixed(1)} times as fast as float32 here, with ONNX Runtime ${ort.version}`;
    return `${path}: ${megabytes(Bun.file(path).size)}, ${speed}`;
  } finally {
    await rm(part, { force: true });
  }
}

type Figures = Omit<NonNullable<Manifest["quantized"]>, "source" | "tokens" | "runtime">;

function figuresOf({ layers, floatLayers, loss }: QuantizedDecoder): Figures {
  const { worst, snrDb, spectralDb } = loss;
  const atS = (worst.window * WINDOW_TOKENS) / TOKENS_PER_SECOND;
  return {
    layers,
    floatLayers: [...floatLayers],
    snrDb,
    spectralDb,
    worstWindow: { atS, snrDb: worst.snrDb, spectralDb: worst.spectralDb },
  };
}

async function findFile(file: string, config: Config): Promise<string> {
  if (await exists(file)) return resolve(file);
  const pulled = file.endsWith(".onnx") && !file.includes(":") ? null : parseModel(file);
  const path = pulled === null ? null : modelPath(config.MODEL_DIR, pulled);
  if (path !== null && (await exists(path))) return resolve(path);
  const missing = path === null ? `there is no file ${file}` : `${file} was not pulled`;
  const remedy = path === null ? "" : `: bun run models pull ${file}`;
  throw new SpeechError("invalid_input", `${missing}${remedy}`);
}

async function readTokens(file: string): Promise<readonly number[]> {
  try {
    const text = await Bun.file(file).text();
    return ["s_", "speech_"].flatMap((name) => createTokenParser(name).push(text));
  } catch (cause) {
    const why = `the recorded tokens ${file} can't be read: ${messageOf(cause)}; name a file with --tokens`;
    throw new SpeechError("invalid_input", why, { cause });
  }
}
