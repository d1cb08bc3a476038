import type { Engine, Voice } from "../engine.ts";
import type { Language } from "../text/speak/verbaliser.ts";
import type { Shape } from "../text/utterances.ts";

/** A voice of an engine, and how the engine wants the utterances of this voice. */
export interface Speaker {
  readonly engine: Engine;
  readonly voice: string;
  readonly shape: Shape;
}

interface Options {
  /** The engine and the voice of the request. */
  readonly engine: Engine;
  readonly voice: string;
  /** All open engines, best first; null if the voice speaks every language, because it is cloned. */
  readonly engines: readonly Engine[] | null;
  /** Limit of each utterance, seconds of estimated speech; none by default. */
  readonly limitS?: number;
}

/** A listed voice and its engine. */
interface Listed {
  readonly engine: Engine;
  readonly voice: Voice;
}

/**
 * Creates a function that returns who speaks the utterances of a language. The first of these speaks:
 * 1. the voice of the request, if it has this language or no language of its own;
 * 2. a voice that has this language;
 * 3. the voice of the request, if it can say the language by rules;
 * 4. another voice that can;
 * 5. the voice of the request: what it cannot say is left out.
 * Of several voices one of the same gender speaks, if possible of the same engine. Other engines must be ready.
 *
 * @example
 * speakersOf({ engine: hibari, voice: "heart", engines: [hibari, kokoro] })("zh"); // a Chinese voice of kokoro
 */
export function speakersOf(options: Options): (language: Language) => Speaker {
  const { engine, voice, limitS = Infinity } = options;
  const own: Speaker = { engine, voice, shape: shapeOf(engine, limitS) };
  const speakers = new Map<Language, Speaker>();
  return (language) => {
    const known = speakers.get(language);
    if (known !== undefined) return known;
    const found = otherSpeaker(options, language);
    const speaker =
      found === null
        ? own
        : {
            engine: found.engine,
            voice: found.voice.id,
            shape: shapeOf(found.engine, limitS),
          };
    speakers.set(language, speaker);
    return speaker;
  };
}

/** Returns the voice that speaks a language instead of the voice of the request; null if that voice speaks itself. */
function otherSpeaker({ engine, voice, engines }: Options, language: Language): Listed | null {
  const own = engine.voices.find(({ id }) => id === voice);
  if (engines === null || own === undefined || own.language === undefined) return null;
  if (languageOf(own) === language) return null;
  const others = engines.filter((each) => each !== engine && each.unready() === null);
  const listed = [engine, ...others].flatMap((each) =>
    each.voices.map((other): Listed => ({ engine: each, voice: other })),
  );
  const best = (able: readonly Listed[]): Listed | null =>
    able.find(({ voice: { gender } }) => gender === own.gender) ?? able[0] ?? null;
  const native = best(listed.filter((each) => languageOf(each.voice) === language));
  if (native !== null || canSay(own, language)) return native;
  return best(listed.filter((each) => canSay(each.voice, language)));
}

/** Returns the language of a voice without its region: `en` for `en-GB`. */
function languageOf({ language }: Voice): string | undefined {
  return language?.split("-")[0]?.toLowerCase();
}

function canSay({ speaks }: Voice, language: Language): boolean {
  return speaks?.includes(language) ?? true;
}

/** Returns how an engine wants its utterances. `limitS` holds for a speech LM only, which gets passages. */
function shapeOf({ unit, longestS }: Engine, limitS: number): Shape {
  if (unit === "passage") return longestS ? { unit, longestS, limitS } : { unit, limitS };
  return longestS ? { unit, longestS } : { unit };
}
