import project from "../../package.json" with { type: "json" };
import type { Engine, Voice } from "../../src/engine.ts";
import { LANGUAGES } from "../../src/text/speak/verbaliser.ts";
import type { Catalogue } from "../catalogue.ts";
import type { WyomingEvent } from "./event.ts";

/** Who made the voices of an engine. */
const MAKERS: Readonly<Record<string, { readonly name: string; readonly url: string }>> = {
  hibari: { name: "hibari-tts", url: "https://pypi.org/project/hibari-tts/" },
  kokoro: { name: "hexgrad", url: "https://huggingface.co/hexgrad/Kokoro-82M" },
  flite: { name: "Carnegie Mellon University", url: "http://cmuflite.org" },
  neucodec: { name: "Neuphonic", url: "https://huggingface.co/neuphonic/neucodec" },
};

/**
 * Returns the answer to `describe`: one program with every voice, the default one first. A name that two engines have is
 * listed once, since a client can only send the name.
 */
export function infoEvent({ engines, defaultVoice }: Catalogue): WyomingEvent {
  const voices = new Map<string, object>();
  const first = engines[0];
  const ofDefault = first?.voices.find(({ id }) => id === defaultVoice);
  if (first !== undefined)
    voices.set(
      defaultVoice,
      voiceInfo(first, ofDefault ?? { id: defaultVoice, name: defaultVoice }),
    );
  for (const engine of engines)
    for (const voice of engine.voices)
      if (!voices.has(voice.id)) voices.set(voice.id, voiceInfo(engine, voice));
  const { name, version, description } = project;
  const program = {
    name,
    description,
    attribution: { name, url: "" },
    installed: true,
    version,
    voices: [...voices.values()],
    supports_synthesize_streaming: true,
  };
  return { type: "info", data: { ...NO_PROGRAMS, tts: [program] } };
}

/** Kinds of programs that this server has not. Clients expect a list of each. */
const NO_PROGRAMS = { asr: [], handle: [], intent: [], wake: [], mic: [], snd: [] };

function voiceInfo(engine: Engine, voice: Voice): object {
  return {
    name: voice.id,
    description: voice.name,
    attribution: MAKERS[engine.id] ?? { name: engine.id, url: "" },
    installed: true,
    version: null,
    languages: languagesOf(voice),
    speakers: null,
  };
}

/** Returns the languages of a voice as BCP 47 tags, its own first. */
export function languagesOf({ language, speaks = LANGUAGES }: Voice): readonly string[] {
  if (language === undefined) return speaks;
  const own = language.split("-")[0];
  return [language, ...speaks.filter((each) => each !== own)];
}
