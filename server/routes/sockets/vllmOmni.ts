import { formOf } from "../../../src/audio/encode/form.ts";
import { SOUND_FORMATS, soundFormat } from "../../../src/audio/recording.ts";
import type { Reference, Sampling } from "../../../src/engine.ts";
import { SpeechError } from "../../../src/errors.ts";
import { expected } from "../../../src/message.ts";
import { clean } from "../../../src/text/hygiene.ts";
import { type Catalogue, findVoice } from "../../catalogue.ts";
import type { Deps } from "../../deps.ts";
import type { TalkSettings } from "../../talk/settings.ts";
import type { SessionConfig } from "../../talk/wires/vllmConfig.ts";
import { vllmOmniWire } from "../../talk/wires/vllmOmni.ts";
import { languageOfTag } from "../languageTag.ts";
import { cloner, readRecording } from "../recording.ts";
import { type Talk, talkDefaults } from "../talk.ts";

/** Longest time to the first message of a client, and between two messages, seconds. */
const FIRST_MESSAGE_S = 10;
const INACTIVITY_S = 30;

/** Names of languages in `session.config`. Others change nothing. */
const LANGUAGES = { english: "en", chinese: "zh", malay: "ms" } as const;

/** Returns the socket of vllm-omni's `WS /v1/audio/speech/stream`. */
export function vllmSocket(_: unknown, deps: Deps): Talk {
  const settings = {
    ...talkDefaults(deps.clientVoice(null), deps),
    form: formOf("pcm"),
    inactivityS: INACTIVITY_S,
    firstMessageS: FIRST_MESSAGE_S,
    bySentence: true,
    isSerial: true,
  };
  const wire = vllmOmniWire({
    settingsOf: (config) => configured(config, settings, deps),
    maxChars: deps.config.MAX_INPUT_CHARS,
  });
  return { wire, settings };
}

/** Returns what a `session.config` asks for. Throws SpeechError if that is not possible. */
function configured(
  given: SessionConfig,
  settings: TalkSettings,
  { catalogue, clientVoice }: Deps,
): Partial<TalkSettings> {
  const format = given.response_format ?? "wav";
  const language = languageOf(given.language ?? "");
  return {
    ...(clonedVoice(given, catalogue) ?? clientVoice(given.voice || given.speaker || null)),
    form: formOf(format === "wav" ? "pcm" : format), // the wire writes the header of each WAV file
    speed: given.speed ?? settings.speed,
    sampling: samplingOf(given, settings.sampling),
    normalize: settings.normalize && {
      ...settings.normalize,
      ...(language === undefined ? {} : { language }),
    },
  };
}

function samplingOf({ seed, max_new_tokens: maxTokens }: SessionConfig, usual: Sampling): Sampling {
  return {
    ...usual,
    ...(typeof seed === "number" ? { seed } : {}),
    ...(typeof maxTokens === "number" ? { maxTokens, maxTokensSet: true } : {}),
  };
}

function languageOf(name: string): ReturnType<typeof languageOfTag> {
  const byName = Object.entries(LANGUAGES).find(([each]) => each === name.toLowerCase())?.[1];
  return byName ?? languageOfTag(name);
}

/**
 * Returns the cloned voice that `ref_audio` asks for; null without it. The recording is base64; a URL is never fetched.
 * Throws SpeechError "invalid_input", and HttpError "not_configured" without an engine that clones.
 */
function clonedVoice(
  { ref_audio: recording, ref_text: text }: SessionConfig,
  catalogue: Catalogue,
): (Pick<TalkSettings, "engine" | "voice"> & Pick<Required<TalkSettings>, "reference">) | null {
  if (!recording) return null;
  if (/^https?:/i.test(recording)) throw invalid("ref_audio", "a recording, base64", "a URL");
  const engine = cloner(catalogue.engines);
  if (!text?.trim()) throw invalid("ref_text", "the transcript of ref_audio", null);
  const bytes = Buffer.from(recording.replace(/^data:[^,]*,/, ""), "base64");
  if (soundFormat(bytes) === null)
    throw invalid(
      "ref_audio",
      `a recording in one of ${SOUND_FORMATS.join(", ")}, base64`,
      "something else",
    );
  let loaded: Reference | undefined;
  return {
    ...findVoice(catalogue, engine.id, null),
    engine,
    async reference(signal) {
      return (loaded ??= {
        text: clean(text).trim(),
        codes: await engine.encode(await readRecording(bytes, "ref_audio"), signal),
      });
    },
  };
}

function invalid(param: string, wanted: string, got: string | null): SpeechError {
  return new SpeechError("invalid_input", expected(param, wanted, got), { param });
}
