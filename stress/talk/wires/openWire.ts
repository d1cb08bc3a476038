import type { SocketId } from "../../reply/settings.ts";
import { deepgramWire } from "./deepgram.ts";
import { elevenLabsSingleWire, elevenLabsWire } from "./elevenLabs.ts";
import { vllmOmniWire } from "./vllmOmni.ts";
import type { Wire, WireOptions } from "./wire.ts";

/** Opens the protocol of a new socket. */
export const OPEN_WIRE: Readonly<Record<SocketId, (options: WireOptions) => Wire>> = {
  elevenlabs: elevenLabsWire,
  "elevenlabs-single": elevenLabsSingleWire,
  deepgram: deepgramWire,
  "vllm-omni": vllmOmniWire,
};
