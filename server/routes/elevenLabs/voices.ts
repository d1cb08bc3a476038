import type { Voice } from "../../../src/engine.ts";
import type { Catalogue } from "../../catalogue.ts";
import type { Deps } from "../../deps.ts";
import { listVoices } from "../voices.ts";

/** Returns ElevenLabs' list of voices, the default voice first. Each id comes once. */
export function elevenLabsVoices(catalogue: Catalogue) {
  const byId = Map.groupBy(listVoices(catalogue).voices, ({ id }) => id);
  return {
    voices: byId
      .values()
      .map(([voice]) => entryOf(voice!))
      .toArray(),
  };
}

/** Returns the same list as version 2 of the API, whose pages are longer than the list. */
export function elevenLabsVoicesPage(catalogue: Catalogue) {
  const { voices } = elevenLabsVoices(catalogue);
  return { voices, has_more: false, total_count: voices.length, next_page_token: null };
}

/** Returns one voice. Throws SpeechError "unknown_voice" with the valid names. */
export function elevenLabsVoice({ clientVoice }: Pick<Deps, "clientVoice">, id: string) {
  const { engine, voice } = clientVoice(id);
  return entryOf(engine.voices.find((each) => each.id === voice) ?? { id: voice, name: voice });
}

function entryOf({ id, name, language, gender }: Voice) {
  const labels = { ...(language ? { language } : {}), ...(gender ? { gender } : {}) };
  return { voice_id: id, name, category: "premade", labels };
}
