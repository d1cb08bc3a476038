import { type Catalogue, unknownModel } from "../catalogue.ts";
import { findName } from "../names/names.ts";

/** Returns `{models: [{id, name}]}`, which Open WebUI expects. */
export function listAudioModels({ engines }: Catalogue) {
  return { models: engines.map(({ id }) => ({ id, name: id })) };
}

/** Returns OpenAI's list object: the engines, then the aliases. */
export function listModels({ engines, modelAliases }: Catalogue) {
  const ids = new Set([...engines.map(({ id }) => id), ...modelAliases.keys()]);
  return { object: "list", data: [...ids].map(entryOf) };
}

/** Returns OpenAI's object of one model. Throws SpeechError "unknown_model" with the valid names. */
export function retrieveModel(catalogue: Catalogue, model: string) {
  const ids = listModels(catalogue).data.map(({ id }) => id);
  const id = findName(ids, model);
  if (id === undefined) throw unknownModel(catalogue, model);
  return entryOf(id);
}

function entryOf(id: string) {
  return { id, name: id, object: "model", created: 0, owned_by: "utter" };
}
