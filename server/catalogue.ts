import type { Engine } from "../src/engine.ts";
import { SpeechError } from "../src/errors.ts";
import { expected } from "../src/message.ts";

/** Maps each alias to a voice or a model; null means the default. */
type Aliases = ReadonlyMap<string, string | null>;

/** The engines of a server, with their voices and all aliases. */
export interface Catalogue {
  /** The first engine is the default. */
  readonly engines: readonly Engine[];
  readonly defaultVoice: string;
  readonly voiceAliases: Aliases;
  readonly modelAliases: Aliases;
}

interface CatalogueOptions {
  readonly defaultVoice: string;
  readonly voiceAliases: Aliases;
  readonly modelAliases: Aliases;
}

/** Kokoro's names of the voices that hibari has too. Each is an alias if its voice exists and no voice has that name. */
const KOKORO_NAMES: ReadonlyMap<string, string> = new Map([
  ["af_heart", "heart"],
  ["bf_emma", "emma"],
  ["am_fenrir", "fenrir"],
  ["bm_fable", "fable"],
  ["af_kore", "kore"],
]);

/** Voice names that an engine with `openVoices` accepts. */
const OPEN_NAME = /^[\p{L}\p{N} ._-]{1,64}$/u;

/**
 * Creates the catalogue of `engines`; the first engine is the default. Throws an Error if the default voice or the
 * target of an alias does not exist, so that the server does not start with an invalid setting.
 *
 * @example
 * const voiceAliases = new Map([["alloy", null]]);
 * createCatalogue([flite], { defaultVoice: "slt", voiceAliases, modelAliases: new Map() });
 */
export function createCatalogue(engines: readonly Engine[], options: CatalogueOptions): Catalogue {
  const first = engines[0];
  if (first === undefined) throw new Error("a server needs at least one engine");
  const defaultVoice = options.defaultVoice || (first.voices[0]?.id ?? "");
  if (defaultVoice === "") {
    const refusal = expected("DEFAULT_SPEAKER", "a voice of the speech LM", null);
    throw new Error(`${refusal}; set DEFAULT_SPEAKER, or list the voices in SPEAKERS`);
  }
  if (!hasVoice(first, defaultVoice)) {
    const wanted = `a voice of ${first.id} (${voiceIds([first])})`;
    throw new Error(expected("DEFAULT_SPEAKER", wanted, JSON.stringify(defaultVoice)));
  }
  const unlisted = engines.slice(1).find(({ voices }) => voices.length === 0);
  if (unlisted !== undefined) {
    const refusal = expected("SPEAKERS", `the voices of ${unlisted.id}`, null);
    throw new Error(`${refusal}; set SPEAKERS, or name ${unlisted.id} first in ENGINE`);
  }
  for (const [name, target] of options.voiceAliases) {
    if (target === null || engines.some((engine) => hasVoice(engine, target))) continue;
    const wanted = `aliases of voices (${voiceIds(engines)})`;
    throw new Error(expected("VOICE_ALIASES", wanted, `${name}=${target}`));
  }
  for (const [name, target] of options.modelAliases) {
    if (target === null || engines.some((engine) => engine.id === target)) continue;
    const wanted = `aliases of models (${modelIds(engines)})`;
    throw new Error(expected("MODEL_ALIASES", wanted, `${name}=${target}`));
  }
  return { engines, ...options, defaultVoice };
}

/**
 * Resolves the fields `model` and `voice` of a request. The model selects the engine. Without a model, the first engine
 * that lists the voice is used, otherwise the first engine. Throws SpeechError "unknown_model" or "unknown_voice" with
 * the valid names.
 */
export function findVoice(
  catalogue: Catalogue,
  model: string | null,
  voice: string | null,
): { readonly engine: Engine; readonly voice: string } {
  const resolved = resolveVoice(catalogue, voice);
  const engine = findEngine(catalogue, model, resolved);
  if (resolved === null) return { engine, voice: defaultVoiceOf(engine, catalogue) };
  if (hasVoice(engine, resolved)) return { engine, voice: resolved };
  const wanted = `a voice of ${engine.id} (${voiceIds([engine])})`;
  const message = expected("voice", wanted, JSON.stringify(resolved));
  throw new SpeechError("unknown_voice", message, { param: "voice" });
}

/** Returns the voice that a name or an alias refers to; null for the default voice. */
function resolveVoice({ engines, voiceAliases }: Catalogue, voice: string | null): string | null {
  if (voice === null) return null;
  // A real voice wins over an alias of the same name.
  if (engines.some((engine) => isListed(engine, voice))) return voice;
  const target = voiceAliases.get(voice);
  if (target !== undefined) return target;
  const known = KOKORO_NAMES.get(voice);
  return known !== undefined && engines.some((engine) => isListed(engine, known)) ? known : voice;
}

function findEngine(catalogue: Catalogue, model: string | null, voice: string | null): Engine {
  const { engines } = catalogue;
  const id = model === null ? null : resolveModel(catalogue, model);
  const owner = voice === null ? undefined : engines.find((engine) => isListed(engine, voice));
  const engine = id === null ? (owner ?? engines[0]) : engines.find((engine) => engine.id === id);
  if (engine === undefined) throw unknownModel(catalogue, model);
  return engine;
}

/** Returns the engine id for a name or an alias; null for the default. Throws SpeechError "unknown_model". */
function resolveModel(catalogue: Catalogue, model: string): string | null {
  // A real model wins over an alias of the same name.
  if (catalogue.engines.some(({ id }) => id === model)) return model;
  const target = catalogue.modelAliases.get(model);
  if (target === undefined) throw unknownModel(catalogue, model);
  return target;
}

function unknownModel({ engines, modelAliases }: Catalogue, model: string | null): SpeechError {
  const aliases =
    modelAliases.size === 0 ? "" : ` (aliases: ${[...modelAliases.keys()].join(", ")})`;
  const wanted = `one of ${modelIds(engines)}${aliases}`;
  const message = expected("model", wanted, JSON.stringify(model));
  return new SpeechError("unknown_model", message, { param: "model" });
}

function defaultVoiceOf(engine: Engine, { engines, defaultVoice }: Catalogue): string {
  if (engine === engines[0] || isListed(engine, defaultVoice)) return defaultVoice;
  return engine.voices[0]?.id ?? defaultVoice;
}

function isListed(engine: Engine, voice: string): boolean {
  return engine.voices.some(({ id }) => id === voice);
}

function hasVoice(engine: Engine, voice: string): boolean {
  return isListed(engine, voice) || (engine.openVoices && OPEN_NAME.test(voice));
}

function voiceIds(engines: readonly Engine[]): string {
  return engines.flatMap(({ voices }) => voices.map(({ id }) => id)).join(", ");
}

function modelIds(engines: readonly Engine[]): string {
  return engines.map(({ id }) => id).join(", ");
}
