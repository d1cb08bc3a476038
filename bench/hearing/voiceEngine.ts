import type { Engine } from "../../src/engine.ts";
import { openHibari } from "../../src/engines/hibari/hibari.ts";
import { openPhonemiser } from "../../src/phonemes/open.ts";
import { voiceFolder } from "../../server/engines/voiceFolder.ts";
import type { Sound } from "../../src/sound.ts";
import { synthesize } from "../../src/synthesize.ts";
import { NORMALISE_DEFAULTS } from "../../src/text/normalise.ts";
import { whole } from "../../src/text/speakable.ts";
import { readConfig } from "../../server/config.ts";
import { openEngines } from "../../server/engines/engines.ts";

/** Opens the engine `name` with the settings of the environment. */
export async function openVoice(name: string): Promise<Engine> {
  const config = readConfig({ ...process.env, ENGINE: name, PULL: "false" });
  const [engine] = await openEngines(config, () => {}, new AbortController().signal);
  return engine!;
}

interface Line {
  readonly text: string;
  readonly voice: string;
  readonly speed: number;
}

/** Speaks a text in this process. */
export function speak(engine: Engine, { text, voice, speed }: Line): AsyncIterable<Sound> {
  const request = {
    text: whole(text),
    voice,
    speed,
    normalize: NORMALISE_DEFAULTS,
    sampling: {
      temperature: 0,
      topP: 1,
      repetitionPenalty: 1,
      maxTokens: 3072,
      maxTokensSet: false,
    },
    listener: { kind: "file", targetMs: 1000 },
  } as const;
  return synthesize(request, engine, new AbortController().signal);
}

/** Opens hibari as a voice that reads Malay words as English. */
export async function openWithoutMalay(): Promise<Engine> {
  const config = readConfig(process.env);
  const folder = await voiceFolder(config);
  const libraryPath = config.ORT_LIBRARY || null;
  const phonemiser = await openPhonemiser(folder, libraryPath, { readsMalay: false });
  return openHibari({ folder, workers: 1, phonemiser, libraryPath });
}
