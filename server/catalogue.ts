import type { Engine } from "../src/engine.ts";
import { SpeechError } from "../src/errors.ts";

/** Other names for voices or models; null stands for the default. */
type Aliases = ReadonlyMap<string, string | null>;

export interface Catalogue {
  /** The first one is the default. */
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

/** What a speaker of an open set may be called. */
const openName = /^[\p{L}\p{N} ._-]{1,64}$/u;

/**
 * Puts engines, voices and their other names together. Throws Error when the default voice or the target of an
 * alias does not exist: wrong settings should stop the start.
 */
export function createCatalogue(engines: readonly Engine[], options: CatalogueOptions): Catalogue {
  const first = engines[0];
  if (first === undefined) throw new Error("a server needs at least one engine");
  const defaultVoice = options.defaultVoice || (first.voices[0]?.id ?? "");
  if (defaultVoice === "") {
    throw new Error(
      `DEFAULT_SPEAKER is empty and ${first.id} lists no voice: set it to one that the speech LM knows, or list them in SPEAKERS`,
    );
  }
  if (!hasVoice(first, defaultVoice)) {
    throw new Error(
      `DEFAULT_SPEAKER=${JSON.stringify(defaultVoice)} is not a voice of ${first.id}; it has ${voiceIds([first])}`,
    );
  }
  const unlisted = engines.slice(1).find(({ voices }) => voices.length === 0);
  if (unlisted !== undefined) {
    throw new Error(
      `SPEAKERS is empty; it must list the voices of ${unlisted.id}, or ENGINE must name ${unlisted.id} first`,
    );
  }
  for (const [name, target] of options.voiceAliases) {
    if (target === null || engines.some((engine) => hasVoice(engine, target))) continue;
    throw new Error(
      `VOICE_ALIASES: ${name}=${target} names no voice; there are ${voiceIds(engines)}`,
    );
  }
  for (const [name, target] of options.modelAliases) {
    if (target === null || engines.some((engine) => engine.id === target)) continue;
    throw new Error(
      `MODEL_ALIASES: ${name}=${target} names no model; there are ${modelIds(engines)}`,
    );
  }
  return { engines, ...options, defaultVoice };
}

/**
 * Finds who speaks: the model names the engine; without one the voice does; without either it is the default.
 * Throws SpeechError "unknown_model" or "unknown_voice", naming the known ones.
 */
export function findVoice(
  catalogue: Catalogue,
  model: string | null,
  voice: string | null,
): { readonly engine: Engine; readonly voice: string } {
  const wanted = wantedVoice(catalogue, voice);
  const engine = findEngine(catalogue, model, wanted);
  if (wanted === null) return { engine, voice: voiceWithoutName(catalogue, engine) };
  if (hasVoice(engine, wanted)) return { engine, voice: wanted };
  throw new SpeechError(
    "unknown_voice",
    `voice: ${JSON.stringify(wanted)} is unknown; ${engine.id} has ${voiceIds([engine])}`,
    { param: "voice" },
  );
}

function wantedVoice({ engines, voiceAliases }: Catalogue, voice: string | null): string | null {
  if (voice === null) return null;
  // A real voice wins over an alias of the same name.
  if (engines.some((engine) => isListed(engine, voice))) return voice;
  const target = voiceAliases.get(voice);
  return target === undefined ? voice : target;
}

function findEngine(catalogue: Catalogue, model: string | null, voice: string | null): Engine {
  const { engines, modelAliases } = catalogue;
  const named =
    model === null ? null : (engines.find(({ id }) => id === model)?.id ?? alias(model));
  if (named === null) {
    const [first] = engines;
    const owner =
      voice === null ? first : (engines.find((engine) => isListed(engine, voice)) ?? first);
    if (owner !== undefined) return owner;
  }
  const engine = engines.find(({ id }) => id === named);
  if (engine !== undefined) return engine;
  throw unknownModel();

  function alias(name: string): string | null {
    const target = modelAliases.get(name);
    if (target === undefined) throw unknownModel();
    return target;
  }
  function unknownModel(): SpeechError {
    return new SpeechError(
      "unknown_model",
      `model: ${JSON.stringify(model)} is unknown; there are ${modelIds(engines)} (and ${[...modelAliases.keys()].join(", ")})`,
      { param: "model" },
    );
  }
}

function voiceWithoutName({ engines, defaultVoice }: Catalogue, engine: Engine): string {
  if (engine === engines[0] || isListed(engine, defaultVoice)) return defaultVoice;
  return engine.voices[0]?.id ?? defaultVoice;
}

function isListed(engine: Engine, voice: string): boolean {
  return engine.voices.some(({ id }) => id === voice);
}

function hasVoice(engine: Engine, voice: string): boolean {
  return isListed(engine, voice) || (engine.openVoices && openName.test(voice));
}

function voiceIds(engines: readonly Engine[]): string {
  return engines.flatMap(({ voices }) => voices.map(({ id }) => id)).join(", ");
}

function modelIds(engines: readonly Engine[]): string {
  return engines.map(({ id }) => id).join(", ");
}
