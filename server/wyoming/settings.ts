import { OUTPUT_HZ } from "../../src/audio/pcm.ts";
import { type Catalogue, findVoice } from "../catalogue.ts";
import type { Deps } from "../deps.ts";
import { primaryOf } from "../routes/languageTag.ts";
import { talkDefaults } from "../routes/talk.ts";
import { listVoices } from "../routes/voices.ts";
import type { TalkSettings } from "../talk/settings.ts";
import { languagesOf } from "./info.ts";
import type { WyomingVoice } from "./wire.ts";

/** Longest silence of a client, seconds: Home Assistant can wait minutes for the next words of a model. */
const INACTIVITY_S = 180;

/** Returns how the requests of a connection are spoken: as PCM, one after the other. */
export function wyomingSettings(deps: Deps): TalkSettings {
  return {
    ...talkDefaults(findVoice(deps.catalogue, null, null), deps),
    form: { format: "pcm", rateHz: OUTPUT_HZ },
    inactivityS: INACTIVITY_S,
    isSerial: true,
  };
}

/**
 * Returns the voice that a request names; without a name the default voice, or the first one of the language that the
 * request names. Throws SpeechError "unknown_voice" for a name that no voice has.
 */
export function wyomingVoice(
  wanted: WyomingVoice,
  catalogue: Catalogue,
): Pick<TalkSettings, "engine" | "voice"> {
  const { name, language } = wanted ?? {};
  if (name) return findVoice(catalogue, null, name);
  const usual = findVoice(catalogue, null, null);
  if (!language) return usual;
  const found = listVoices(catalogue).voices.find((voice) =>
    languagesOf(voice).some((each) => primaryOf(each) === primaryOf(language)),
  );
  return found === undefined ? usual : findVoice(catalogue, found.model, found.id);
}
