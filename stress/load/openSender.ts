import { type ClientOptions, openClient } from "../clients/openClient.ts";
import { openTransport } from "../http/transport.ts";
import type { Trust } from "../http/trust.ts";
import type { Sender } from "./sender.ts";

/** Settings for sending requests, named as on the command line. Times are in milliseconds. */
export interface SenderOptions extends ClientOptions, Trust {
  readonly host: string;
  readonly random: boolean;
  readonly keepAudio: boolean;
  readonly timeoutFirstAudio: number;
  readonly timeoutTotal: number;
  readonly timeoutStall: number;
}

/**
 * Opens the sender of this process. The caller closes `context.transport`. Throws Error as `openTransport` does.
 *
 * @example
 * const sender = openSender(options);
 * try {
 *   await preparePart(plan, sender, ONLY_PART)(null, hooks, signal);
 * } finally {
 *   sender.context.transport.close();
 * }
 */
export function openSender(options: SenderOptions): Sender {
  return {
    randomPrefix: options.random,
    keepAudio: options.keepAudio,
    context: {
      client: openClient(options),
      transport: openTransport(options.host, options),
      timeouts: {
        firstAudioMs: options.timeoutFirstAudio,
        totalMs: options.timeoutTotal,
        stallMs: options.timeoutStall,
      },
      now: () => performance.now(),
    },
  };
}
