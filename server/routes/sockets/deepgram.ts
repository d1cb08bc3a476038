import type { Context } from "hono";
import { deepgramSocketForm } from "../../../src/audio/forms/deepgram.ts";
import { SpeechError } from "../../../src/errors.ts";
import { expected } from "../../../src/message.ts";
import type { Deps } from "../../deps.ts";
import type { Env } from "../../env.ts";
import { deepgramWire } from "../../talk/wires/deepgram.ts";
import { inactivityOf, type Talk, talkDefaults } from "../talk.ts";

/**
 * Longest silence of a socket without a turn, seconds. LiveKit and Pipecat keep a socket for the next turn without sending
 * anything, and a closed one costs them a second connection.
 */
const SOCKET_IDLE_S = 180;
const SPEED = { min: 0.25, max: 4 } as const;

/** Returns the socket that the query of Deepgram's `WS /v1/speak` asks for. Throws SpeechError if that is not possible. */
export function deepgramSocket(c: Context<Env>, deps: Deps): Talk {
  const { model, timestamps, speed, inactivity_timeout: timeout, ...query } = c.req.query();
  const inactivityS = inactivityOf(timeout);
  const found = deps.clientVoice(model || null);
  return {
    wire: deepgramWire({
      requestId: c.get("record").id,
      voice: found.voice,
      wantsWords: timestamps === "true",
    }),
    settings: {
      ...talkDefaults(found, deps),
      form: deepgramSocketForm(query),
      speed: speedOf(speed),
      ...(inactivityS === null ? { socketIdleS: SOCKET_IDLE_S } : { inactivityS }),
    },
  };
}

function speedOf(text: string | undefined): number {
  const speed = Number(text || 1);
  if (speed >= SPEED.min && speed <= SPEED.max) return speed;
  const wanted = `a number from ${SPEED.min} to ${SPEED.max}`;
  const message = expected("speed", wanted, JSON.stringify(text?.slice(0, 40)));
  throw new SpeechError("invalid_input", message, { param: "speed" });
}
