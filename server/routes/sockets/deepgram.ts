import type { Context } from "hono";
import { deepgramSocketForm } from "../../../src/audio/forms/deepgram.ts";
import type { Deps } from "../../deps.ts";
import type { Env } from "../../env.ts";
import { deepgramWire } from "../../talk/wires/deepgram.ts";
import { DEEPGRAM_QUERY, speedOf } from "../deepgram.ts";
import { noteMisspeltQuery } from "../../body/query.ts";
import { inactivityOf, type Talk, talkDefaults } from "../talk.ts";

/**
 * Longest silence of a socket without a turn, seconds. LiveKit and Pipecat keep a socket for the next turn without sending
 * anything, and a closed one costs them a second connection.
 */
const SOCKET_IDLE_S = 180;

/** Returns the socket that the query of Deepgram's `WS /v1/speak` asks for. Throws SpeechError if that is not possible. */
export function deepgramSocket(c: Context<Env>, deps: Deps): Talk {
  noteMisspeltQuery(c, DEEPGRAM_QUERY);
  const { model, timestamps, speed, inactivity_timeout: timeout, ...query } = c.req.query();
  const inactivityS = inactivityOf(timeout);
  const found = deps.clientVoice(model || null);
  const defaults = talkDefaults(found, deps);
  return {
    wire: deepgramWire({
      requestId: c.get("record").id,
      voice: found.voice,
      wantsWords: timestamps === "true",
    }),
    settings: {
      ...defaults,
      form: deepgramSocketForm(query),
      speed: speedOf(speed || undefined) ?? defaults.speed,
      ...(inactivityS === null ? { socketIdleS: SOCKET_IDLE_S } : { inactivityS }),
    },
  };
}
