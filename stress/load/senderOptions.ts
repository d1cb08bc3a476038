import type { ClientOptions } from "../clients/openClient.ts";
import type { Trust } from "../http/trust.ts";
import type { TalkSettings } from "../reply/settings.ts";

/** Settings for sending requests, named as on the command line. Times are in milliseconds. */
export interface SenderOptions extends ClientOptions, Trust {
  readonly host: string;
  /** Texts that are hidden in the records. */
  readonly secrets: readonly string[];
  readonly random: boolean;
  readonly keepAudio: boolean;
  readonly timeoutFirstAudio: number;
  readonly timeoutTotal: number;
  readonly timeoutStall: number;
  /** How conversations are held; absent: the sender sends single requests. */
  readonly talk?: TalkSettings | undefined;
}
