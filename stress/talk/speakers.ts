import { addressOf } from "../http/address.ts";
import type { Sender } from "../load/sender.ts";
import { createHttpSpeaker } from "./httpSpeaker.ts";
import { createSocketSpeaker } from "./socketSpeaker.ts";
import type { Speaker } from "./speaker.ts";

/** Creates the speakers of the conversations of `sender`, and counts their connections. Throws Error without settings. */
export function createSpeakers({ options, context }: Sender) {
  const { talk } = options;
  if (talk === undefined) throw new Error("conversations need their settings");
  const { wire } = talk;
  if (wire === "http")
    return {
      open: (voice: string): Speaker => createHttpSpeaker(voice, context),
      countConnections: () => context.transport.connections,
    };
  const base = new URL(options.host);
  const address = addressOf(base, options);
  let connections = 0;
  const opened = (): void => void connections++;
  const settings = { ...talk, wire };
  const given = { base, address, options, settings, now: context.now, opened };
  return {
    open: (voice: string): Speaker => createSocketSpeaker(voice, given),
    countConnections: () => connections,
  };
}
