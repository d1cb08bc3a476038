import type { Context, Handler } from "hono";
import { expected } from "../../src/message.ts";
import type { Deps } from "../deps.ts";
import type { Env } from "../env.ts";
import { HttpError } from "../errors.ts";
import { refuseUnready } from "../perform/admit.ts";
import { toSampling } from "../schemas.ts";
import type { TalkSocket } from "../talk/sender.ts";
import { openSession } from "../talk/session.ts";
import type { TalkSettings } from "../talk/settings.ts";
import type { Wire } from "../talk/wire.ts";
import { toNormaliseOptions } from "./normalizeOptions.ts";

/** Time without a message after which contexts and sockets end, seconds: ElevenLabs' default. */
const DEFAULT_INACTIVITY_S = 20;

/** Least and longest `inactivity_timeout`, seconds. */
const INACTIVITY_S = { min: 1, max: 180 } as const;

/** Headers of a 426. */
const UPGRADE = { Upgrade: "websocket", Connection: "Upgrade" } as const;

/** The protocol of a socket, and how its contexts are spoken. */
export interface Talk {
  readonly wire: Wire;
  readonly settings: TalkSettings;
}

/**
 * Creates the handler of a route that becomes a socket. What can be refused early is refused with an HTTP status instead
 * of the upgrade: what `open` throws, an engine that is not ready, a full queue, and a server that shuts down.
 */
export function talkRoute(open: (c: Context<Env>) => Talk, deps: Deps): Handler<Env> {
  return (c) => {
    if (c.req.header("upgrade")?.toLowerCase() !== "websocket") throw upgradeRequired(c);
    const { wire, settings } = open(c);
    const key = c.get("key") ?? "";
    refuseEarly(settings, key, deps);
    const { id, route } = c.get("record");
    const data = {
      open: (socket: TalkSocket) =>
        openSession({ wire, settings, socket, key, record: { id, route } }, deps),
    };
    const headers = { "x-request-id": id, ...protocolOf(c) };
    if (c.env.upgrade?.(c.req.raw, { data, headers }) !== true) throw invalidHandshake();
    return new Response(null, { status: 101 });
  };
}

/** Returns the settings of a socket whose voice was found and for which nothing else is set. */
export function talkDefaults(
  { engine, voice }: Pick<TalkSettings, "engine" | "voice">,
  deps: Pick<Deps, "config" | "lexicon">,
): Omit<TalkSettings, "form"> {
  const { config } = deps;
  return {
    engine,
    voice,
    speed: 1,
    sampling: toSampling({ input: "" }, config),
    listener: {
      hopS: config.DEFAULT_PLAYBACK_SPEED,
      contextS: config.DEFAULT_PLAYBACK_OVERLAP_SPEED,
    },
    normalize: toNormaliseOptions(true, deps),
    clock: "message",
    inactivityS: DEFAULT_INACTIVITY_S,
  };
}

/** Reads the parameter `inactivity_timeout`, seconds, into its range; null if it is no number. */
export function inactivityOf(text: string | undefined): number | null {
  const seconds = Number(text || Number.NaN);
  if (Number.isNaN(seconds)) return null;
  return Math.min(INACTIVITY_S.max, Math.max(INACTIVITY_S.min, seconds));
}

function refuseEarly({ engine }: TalkSettings, key: string, { drain, admission }: Deps): void {
  refuseUnready(engine, drain);
  const reason = admission.full(key);
  if (reason !== null) throw reason;
}

function upgradeRequired(c: Context<Env>): HttpError {
  const wanted = "websocket, because this path is a socket";
  const message = expected("Upgrade", wanted, c.req.header("upgrade") ?? null);
  return new HttpError("upgrade_required", message, UPGRADE);
}

/** An upgrade that Bun refuses has the wrong method or key. */
function invalidHandshake(): HttpError {
  const got = "GET without a valid Sec-WebSocket-Key, or another method";
  return new HttpError(
    "upgrade_required",
    expected("Upgrade", "a WebSocket's handshake", got),
    UPGRADE,
  );
}

/** Returns the header that accepts the first protocol; clients send a key as the second one: `token, KEY`. */
function protocolOf(c: Context<Env>): Readonly<Record<string, string>> {
  const [first = ""] = (c.req.header("sec-websocket-protocol") ?? "").split(",");
  return first.trim() === "" ? {} : { "sec-websocket-protocol": first.trim() };
}
