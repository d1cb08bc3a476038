import type { Engine, Utterance } from "../../src/engine.ts";
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

/** Returns an engine that takes every utterance for a text in `language`. */
export function speaking(engine: Engine, language: Utterance["language"]): Engine {
  return {
    ...engine,
    speak: (utterances, options, signal) =>
      engine.speak(inLanguage(utterances, language), options, signal),
  };
}

async function* inLanguage(
  utterances: AsyncIterable<Utterance>,
  language: Utterance["language"],
): AsyncGenerator<Utterance> {
  for await (const utterance of utterances) yield { ...utterance, language };
}
