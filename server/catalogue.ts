import type { Engine } from "../src/engine.ts";
import { SpeechError } from "../src/errors.ts";
import { expected, shownJson } from "../src/message.ts";
import { meantName } from "../src/spelling.ts";
import { findName, nameOf } from "./names/names.ts";
import { OPENAI_VOICES } from "./names/openai.ts";

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
  const wantedVoice = nameOf(options.defaultVoice) ?? first.voices[0]?.id;
  if (wantedVoice === undefined) {
    const refusal = expected("DEFAULT_SPEAKER", "a voice of the speech LM", null);
    throw new Error(`${refusal}; set DEFAULT_SPEAKER, or list the voices in SPEAKERS`);
  }
  const defaultVoice = voiceNamed(first, wantedVoice);
  if (defaultVoice === undefined) {
    const wanted = `a voice of ${first.id} (${voiceIds([first])})`;
    throw new Error(expected("DEFAULT_SPEAKER", wanted, JSON.stringify(wantedVoice)));
  }
  const unlisted = engines.slice(1).find(({ voices }) => voices.length === 0);
  if (unlisted !== undefined) {
    const refusal = expected("SPEAKERS", `the voices of ${unlisted.id}`, null);
    throw new Error(`${refusal}; set SPEAKERS, or name ${unlisted.id} first in ENGINE`);
  }
  for (const [name, target] of options.voiceAliases) {
    if (target === null || engines.some((engine) => voiceNamed(engine, target))) continue;
    const wanted = `aliases of voices (${voiceIds(engines)})`;
    throw new Error(expected("VOICE_ALIASES", wanted, `${name}=${target}`));
  }
  for (const [name, target] of options.modelAliases) {
    if (target === null || findName(engineIds(engines), target)) continue;
    const wanted = `aliases of models (${engineIds(engines).join(", ")})`;
    throw new Error(expected("MODEL_ALIASES", wanted, `${name}=${target}`));
  }
  return { engines, ...options, defaultVoice };
}

/**
 * Resolves the fields `model` and `voice` of a request; null and "" mean the default, and upper and lower case do not
 * matter. The model selects the engine. Without a model, the first engine that lists the voice is used, otherwise the
 * first engine. Throws SpeechError "unknown_model" or "unknown_voice" with the valid names.
 */
export function findVoice(
  catalogue: Catalogue,
  model: string | null,
  voice: string | null,
): { readonly engine: Engine; readonly voice: string } {
  const engines = enginesOf(catalogue, nameOf(model));
  const [first] = engines;
  if (first === undefined) throw unknownModel(catalogue, model);
  const asked = nameOf(voice);
  const wanted = asked === null ? null : resolveVoice(catalogue, engines, asked);
  if (wanted === null) return { engine: first, voice: defaultVoiceOf(first, catalogue) };
  const engine = ownerOf(engines, wanted) ?? first;
  const found = voiceNamed(engine, wanted);
  if (found !== undefined) return { engine, voice: found };
  throw unknownVoice(catalogue, engines, wanted);
}

/** Returns whether a name is a voice or an alias of one. */
export function hasName({ engines, voiceAliases }: Catalogue, voice: string): boolean {
  return (
    ownerOf(engines, voice) !== undefined || findName(voiceAliases.keys(), voice) !== undefined
  );
}

/** Returns the engine of a model, all engines if the model is the default, and none if it is unknown. */
function enginesOf({ engines, modelAliases }: Catalogue, model: string | null): readonly Engine[] {
  if (model === null) return engines;
  // A real model wins over an alias of the same name.
  const alias = findName(modelAliases.keys(), model);
  const target = findName(engineIds(engines), model) ?? modelAliases.get(alias ?? "");
  if (target === null) return engines;
  const id = findName(engineIds(engines), target ?? "");
  return engines.filter((engine) => engine.id === id);
}

/** Returns the voice of `engines` that a name or an alias refers to; null for the default voice. */
function resolveVoice(
  { voiceAliases, defaultVoice }: Catalogue,
  engines: readonly Engine[],
  voice: string,
): string | null {
  // A real voice wins over an alias of the same name.
  if (ownerOf(engines, voice) !== undefined) return voice;
  const alias = findName(voiceAliases.keys(), voice);
  if (alias !== undefined) return voiceAliases.get(alias) ?? null;
  const known = KOKORO_NAMES.get(voice.toLowerCase());
  if (known !== undefined && ownerOf(engines, known) !== undefined) return known;
  if (engines[0]?.openVoices !== true) return voice;
  // A speech LM speaks under any name, but with a voice that it has not learned it may speak anything.
  if (findName(OPENAI_VOICES, voice) !== undefined) return null;
  const targets = [...voiceAliases.values()].filter((target) => target !== null);
  return findName([defaultVoice, ...targets], voice) ?? voice;
}

/** Returns the engine that lists a voice; one that lists it in the same case wins. */
function ownerOf(engines: readonly Engine[], voice: string): Engine | undefined {
  const owner = engines.find(({ voices }) => voices.some(({ id }) => id === voice));
  return owner ?? engines.find((engine) => listedAs(engine, voice) !== undefined);
}

/** Creates the error for a voice that none of `engines` has: their voices, and where the voice is or which one was meant. */
function unknownVoice(
  catalogue: Catalogue,
  engines: readonly Engine[],
  voice: string,
): SpeechError {
  const ids = engines.map(({ id }) => id).join(" or ");
  const message = expected("voice", `a voice of ${ids} (${voiceIds(engines)})`, shownJson(voice));
  const owner = ownerOf(catalogue.engines, voice);
  const known = [
    ...engines.flatMap(({ voices }) => voices.map(({ id }) => id)),
    ...catalogue.voiceAliases.keys(),
  ];
  const hint = owner === undefined ? meantHint(voice, known) : `; it is a voice of ${owner.id}`;
  return new SpeechError("unknown_voice", message + hint, { param: "voice" });
}

/** Creates the error for a model that does not exist, with the valid names. */
export function unknownModel(
  { engines, modelAliases }: Catalogue,
  model: string | null,
): SpeechError {
  const aliases =
    modelAliases.size === 0 ? "" : ` (aliases: ${[...modelAliases.keys()].join(", ")})`;
  const wanted = `one of ${engineIds(engines).join(", ")}${aliases}`;
  const hint = meantHint(model ?? "", [...engineIds(engines), ...modelAliases.keys()]);
  const message = expected("model", wanted, shownJson(model)) + hint;
  return new SpeechError("unknown_model", message, { param: "model" });
}

/** Returns the end of a message that names what a misspelt name was probably meant to be; "" if nothing is near. */
function meantHint(name: string, known: readonly string[]): string {
  const meant = meantName(name, known);
  return meant === null ? "" : `; did you mean ${meant}?`;
}

function defaultVoiceOf(engine: Engine, { engines, defaultVoice }: Catalogue): string {
  if (engine === engines[0] || listedAs(engine, defaultVoice) !== undefined) return defaultVoice;
  return engine.voices[0]?.id ?? defaultVoice;
}

/** Returns the voice of `engine` that a name means: one that it lists, or for an open engine the name itself. */
function voiceNamed(engine: Engine, name: string): string | undefined {
  return listedAs(engine, name) ?? (engine.openVoices && OPEN_NAME.test(name) ? name : undefined);
}

function listedAs({ voices }: Engine, name: string): string | undefined {
  return findName(
    voices.map(({ id }) => id),
    name,
  );
}

function voiceIds(engines: readonly Engine[]): string {
  return engines.flatMap(({ voices }) => voices.map(({ id }) => id)).join(", ");
}

function engineIds(engines: readonly Engine[]): string[] {
  return engines.map(({ id }) => id);
}
