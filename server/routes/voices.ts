import type { Voice } from "../../src/engine.ts";
import type { Catalogue } from "../catalogue.ts";

/** Returns `{voices: [{id, name, language?, model}]}`, the default voice first. */
export function listVoices({ engines, defaultVoice }: Catalogue) {
  const voices = engines.flatMap((engine) =>
    engine.voices.map((voice: Voice) => ({ ...voice, model: engine.id })),
  );
  return { voices: voices.toSorted((a, b) => rank(a) - rank(b)) };

  function rank({ id }: Voice): number {
    return id === defaultVoice ? 0 : 1;
  }
}

/** Returns a list of voice ids, which clients of /v1/audio/speaker expect. */
export function listSpeakers(catalogue: Catalogue): string[] {
  return listVoices(catalogue).voices.map(({ id }) => id);
}

/** Returns `{models: [{id, name}]}`, which Open WebUI expects. */
export function listAudioModels({ engines }: Catalogue) {
  return { models: engines.map(({ id }) => ({ id, name: id })) };
}

/** Returns OpenAI's list object: the engines, then the aliases. */
export function listModels({ engines, modelAliases }: Catalogue) {
  const ids = new Set([...engines.map(({ id }) => id), ...modelAliases.keys()]);
  return {
    object: "list",
    data: [...ids].map((id) => ({
      id,
      name: id,
      object: "model",
      created: 0,
      owned_by: "utter",
    })),
  };
}
