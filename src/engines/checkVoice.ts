import type { Voice } from "../engine.ts";
import { SpeechError } from "../errors.ts";
import { expected } from "../message.ts";

/** Throws SpeechError "unknown_voice" if `id` is none of `voices`. */
export function checkVoice(id: string, voices: readonly Voice[]): void {
  if (voices.some((voice) => voice.id === id)) return;
  const ids = voices.map((voice) => voice.id).join(", ");
  const message = expected("voice", `one of ${ids}`, JSON.stringify(id));
  throw new SpeechError("unknown_voice", message, { param: "voice" });
}
