import type { Context } from "hono";
import { elevenLabsForm } from "../../../src/audio/forms/elevenLabs.ts";
import type { Deps } from "../../deps.ts";
import type { Env } from "../../env.ts";
import type { TalkSettings } from "../../talk/settings.ts";
import { createElevenLabs, createStreamInput } from "../../talk/wires/elevenLabs.ts";
import { languageOfTag } from "../languageTag.ts";
import { noteMisspeltQuery } from "../../body/query.ts";
import { ELEVEN_LABS_QUERY } from "../elevenLabs/query.ts";
import { inactivityOf, type Talk, talkDefaults } from "../talk.ts";

/** Returns ElevenLabs' socket with many contexts. Throws SpeechError "unknown_voice" or "invalid_input". */
export function elevenLabsSocket(c: Context<Env>, deps: Deps): Talk {
  return { wire: createElevenLabs(), settings: elevenLabsSettings(c, deps) };
}

/** Returns ElevenLabs' socket with one context. Throws SpeechError "unknown_voice" or "invalid_input". */
export function streamInputSocket(c: Context<Env>, deps: Deps): Talk {
  return { wire: createStreamInput(), settings: elevenLabsSettings(c, deps) };
}

/** Returns the settings that the path and the query of ElevenLabs' sockets ask for. */
function elevenLabsSettings(c: Context<Env>, deps: Deps): TalkSettings {
  noteMisspeltQuery(c, ELEVEN_LABS_QUERY);
  const query = c.req.query();
  const found = deps.clientVoice(c.req.param("voice") ?? null);
  const defaults = talkDefaults(found, deps);
  const language = languageOfTag(query["language_code"]);
  const normalize = defaults.normalize && {
    ...defaults.normalize,
    ...(language !== undefined && { language }),
  };
  return {
    ...defaults,
    form: elevenLabsForm(query["output_format"] || undefined),
    normalize: query["apply_text_normalization"] === "off" ? null : normalize,
    isPhrased: query["auto_mode"] === "true",
    hasBreaks: query["enable_ssml_parsing"] === "true",
    // LiveKit, which sets this, takes the times from the beginning of the context; other clients from the message before.
    clock: query["sync_alignment"] === "true" ? "context" : "message",
    inactivityS: inactivityOf(query["inactivity_timeout"]) ?? defaults.inactivityS,
  };
}
