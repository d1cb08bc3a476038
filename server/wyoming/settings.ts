import { OUTPUT_HZ } from "../../src/audio/pcm.ts";
import { type Catalogue, findVoice } from "../catalogue.ts";
import type { Deps } from "../deps.ts";
import { talkDefaults } from "../routes/talk.ts";
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
  const { engines } = catalogue;
  const voices = engines.flatMap((engine) => engine.voices.map((voice) => ({ engine, voice })));
  const isUsual = (each: (typeof voices)[number]): boolean =>
    each.engine === usual.engine && each.voice.id === usual.voice;
  const found = [...voices.filter(isUsual), ...voices].find(({ voice }) =>
    languagesOf(voice).some((each) => baseOf(each) === baseOf(language)),
  );
  return found === undefined ? usual : { engine: found.engine, voice: found.voice.id };
}

/** Returns the language of a tag: "en" of "en_US" and "en-GB". */
function baseOf(tag: string): string {
  return tag.split(/[-_]/)[0]?.toLowerCase() ?? "";
}
