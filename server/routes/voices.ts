import type { Engine, Voice } from "../../src/engine.ts";
import type { Catalogue } from "../catalogue.ts";

/**
 * Returns `{voices: [{id, name, language?, speaks?, gender?, licence?, word_times, engine, model}]}`, the default voice
 * first. Two engines can have voices of the same name.
 */
export function listVoices({ engines, defaultVoice }: Catalogue) {
  const listed = engines.flatMap((engine) => engine.voices.map((voice) => entryOf(engine, voice)));
  const isDefault = ({ engine, id }: (typeof listed)[number]): boolean =>
    engine === engines[0]?.id && id === defaultVoice;
  return { voices: [...listed.filter(isDefault), ...listed.filter((each) => !isDefault(each))] };
}

/** Returns a voice as it is listed. Its engine is the `model` of requests. */
function entryOf({ id: engine, timing }: Engine, voice: Voice) {
  return { ...voice, word_times: timing, engine, model: engine };
}

/** Returns a list of voice ids, which clients of /v1/audio/speaker expect. Each id comes once. */
export function listSpeakers(catalogue: Catalogue): string[] {
  return [...new Set(listVoices(catalogue).voices.map(({ id }) => id))];
}
