import type { Context, Hono } from "hono";
import { elevenLabsForm } from "../../src/audio/forms/elevenLabs.ts";
import type { Deps } from "../deps.ts";
import type { Env } from "../env.ts";
import type { TalkSettings } from "../talk/settings.ts";
import type { Wire } from "../talk/wire.ts";
import { createElevenLabs, createStreamInput } from "../talk/wires/elevenLabs.ts";
import { inactivityOf, talkDefaults, talkRoute } from "./talk.ts";

const LANGUAGES = ["en", "ms", "zh"] as const;

/** Adds ElevenLabs' sockets to the app. */
export function addElevenLabsSockets(app: Hono<Env>, deps: Deps): void {
  const path = "/v1/text-to-speech/:voice";
  const route = (createWire: () => Wire) =>
    talkRoute((c) => ({ wire: createWire(), settings: elevenLabsSettings(c, deps) }), deps);
  app.get(`${path}/multi-stream-input`, route(createElevenLabs));
  app.get(`${path}/stream-input`, route(createStreamInput));
}

/**
 * Returns the settings that the path and the query of ElevenLabs' sockets ask for. Throws SpeechError "unknown_voice" or
 * "invalid_input".
 */
function elevenLabsSettings(c: Context<Env>, deps: Deps): TalkSettings {
  const query = c.req.query();
  const found = deps.clientVoice(c.req.param("voice") ?? null);
  const defaults = talkDefaults(found, deps);
  const language = LANGUAGES.find((each) => query["language_code"]?.toLowerCase().startsWith(each));
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
