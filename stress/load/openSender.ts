import { openClient } from "../clients/openClient.ts";
import { openTransport } from "../http/transport.ts";
import { createFilter } from "../redact/filter.ts";
import type { Sender } from "./sender.ts";
import type { SenderOptions } from "./senderOptions.ts";

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
    options,
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
      filter: createFilter(options.secrets),
    },
  };
}
