import { type Catalogue, findVoice, hasName } from "./catalogue.ts";
import type { Log } from "./observe/log.ts";

/** Ids of ElevenLabs' voices, and names of Deepgram's. */
const VENDOR = /^(?:[a-z0-9]{20}|aura.*)$/i;
/** Names that are remembered, so that a client with random names fills no memory. */
const MAX_REMEMBERED = 100;

/** Finds the voice that a client of another API names; null is the default. */
export type FindClientVoice = (voice: string | null) => ReturnType<typeof findVoice>;

/**
 * Creates a function that finds voices as `findVoice` does. An unknown name that looks like one of ElevenLabs' or
 * Deepgram's means the default voice, so that clients work with the default voice of their API; it is logged once.
 */
export function createClientVoices(catalogue: Catalogue, log: Log): FindClientVoice {
  const seen = new Set<string>();
  return (voice) => {
    if (voice === null || !VENDOR.test(voice) || hasName(catalogue, voice))
      return findVoice(catalogue, null, voice);
    const found = findVoice(catalogue, null, null);
    if (!seen.has(voice) && seen.size < MAX_REMEMBERED) {
      seen.add(voice);
      log("warn", "vendor_voice", { asked: voice.slice(0, 40), voice: found.voice });
    }
    return found;
  };
}
