import { formOf } from "../../../src/audio/encode/form.ts";
import type { Sampling } from "../../../src/engine.ts";
import { SpeechError } from "../../../src/errors.ts";
import { expected } from "../../../src/message.ts";
import type { Deps } from "../../deps.ts";
import type { TalkSettings } from "../../talk/settings.ts";
import type { SessionConfig } from "../../talk/wires/vllmConfig.ts";
import { vllmOmniWire } from "../../talk/wires/vllmOmni.ts";
import { type Talk, talkDefaults } from "../talk.ts";

/** Longest time to the first message of a client, and between two messages, seconds. */
const FIRST_MESSAGE_S = 10;
const INACTIVITY_S = 30;

/** Names of languages in `session.config`. Others change nothing. */
const LANGUAGES = { english: "en", chinese: "zh", malay: "ms" } as const;
const CODES = ["en", "ms", "zh"] as const;

/** Returns the socket of vllm-omni's `WS /v1/audio/speech/stream`. */
export function vllmSocket(deps: Deps): Talk {
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
  { clientVoice }: Deps,
): Partial<TalkSettings> {
  refuseRecording(given);
  const format = given.response_format ?? "wav";
  const language = languageOf(given.language ?? "");
  return {
    ...clientVoice(given.voice || given.speaker || null),
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

function languageOf(name: string): (typeof CODES)[number] | undefined {
  const lower = name.toLowerCase();
  const byName = Object.entries(LANGUAGES).find(([each]) => each === lower)?.[1];
  return byName ?? CODES.find((code) => lower === code || lower.startsWith(`${code}-`));
}

function refuseRecording({ ref_audio: recording }: SessionConfig): void {
  if (!recording) return;
  const wanted =
    "absent: this socket speaks with the server's voices only (cloning: POST /v1/audio/vc)";
  const got = /^https?:/i.test(recording) ? "a URL, which is never fetched" : "a recording";
  throw new SpeechError("invalid_input", expected("ref_audio", wanted, got), {
    param: "ref_audio",
  });
}
