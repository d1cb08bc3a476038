import { ApiError } from "../../parts/api.ts";
import { base64Bytes } from "../../parts/base64.ts";
import { createPlayer, type Player } from "../../parts/player/player.ts";
import { createStore, type Store } from "../../parts/store.ts";
import { openSocket, reasonOfClose } from "./socket.ts";

/** What the caller heard of a reply, and what was lost. */
export interface HeardText {
  readonly text: string;
  readonly remaining: string;
}

/** A reply that is typed and spoken at the same time. */
export interface Reply {
  readonly state: "idle" | "typing" | "speaking" | "heard" | "interrupted" | "failed";
  /** What the model has written so far. */
  readonly typed: string;
  /** Start of each spoken character, milliseconds of the reply, in the order of the text. */
  readonly startsMs: readonly number[];
  /** From the first token to the first audible sound, milliseconds. */
  readonly firstSoundMs: number | null;
  /** Set by an interruption. */
  readonly heard: HeardText | null;
  readonly error: ApiError | null;
}

const NOTHING: Reply = {
  state: "idle",
  typed: "",
  startsMs: [],
  firstSoundMs: null,
  heard: null,
  error: null,
};

/** One context of ElevenLabs' protocol is enough for one reply. */
const CONTEXT = "reply";

/** Speaks replies while they are written, and interrupts them. */
export interface Conversation {
  readonly player: Player;
  readonly reply: Store<Reply>;
  /** Types a text at `tokensPerS` into the socket. Must be called from a click. */
  start(text: string, voice: string, tokensPerS: number): Promise<void>;
  /** Stops the voice at once and asks what was heard. */
  interrupt(): void;
}

interface ServerMessage {
  readonly audio?: string | null;
  readonly alignment?: { readonly charStartTimesMs: readonly number[] } | null;
  readonly isFinal?: boolean | null;
  readonly spoken?: HeardText;
  readonly error?: string;
  readonly message?: string;
}

export function createConversation(): Conversation {
  const player = createPlayer(() => {
    if (isRunning(reply.get())) interrupt();
  });
  const reply = createStore(NOTHING);
  let socket: WebSocket | undefined;
  let typing: ReturnType<typeof setInterval> | undefined;
  let beganMs = 0;
  /** Clicks so far. One can come while an earlier one opens the audio device. */
  let clicks = 0;
  const change = (changes: Partial<Reply>): void => reply.set({ ...reply.get(), ...changes });
  const send = (fields: object): void =>
    socket?.send(JSON.stringify({ context_id: CONTEXT, ...fields }));

  player.heard.subscribe(() => {
    const { firstSoundAtMs, isPlaying } = player.heard.get();
    const { state, firstSoundMs } = reply.get();
    if (firstSoundMs === null && firstSoundAtMs !== null)
      change({ firstSoundMs: firstSoundAtMs - beganMs });
    if (state === "speaking" && !isPlaying && socket === undefined) change({ state: "heard" });
  });

  function close(): void {
    clearInterval(typing);
    const closing = socket;
    socket = undefined;
    // A socket that is not open yet is closed when it is: browsers call anything else an error.
    if (closing?.readyState !== WebSocket.CONNECTING) closing?.close();
  }
  function interrupt(): void {
    clicks += 1;
    const playbackMs = player.heard.get().positionS * 1000;
    player.pause();
    clearInterval(typing);
    change({ state: "interrupted" });
    if (socket?.readyState === WebSocket.OPEN)
      return send({ close_context: true, playback_ms: playbackMs });
    // Nothing was sent yet, or all of the reply was: the page knows the times of its characters.
    close();
    change({ heard: heardAt(reply.get(), playbackMs) });
  }
  function fail(error: ApiError): void {
    close();
    player.complete();
    change({ state: "failed", error });
  }

  function type(tokens: readonly string[], tokensPerS: number): void {
    let next = 0;
    beganMs = performance.now();
    typing = setInterval(() => {
      const token = tokens[next];
      next += 1;
      if (token === undefined) {
        clearInterval(typing);
        send({ flush: true, close_context: true });
        return change({ state: "speaking" });
      }
      change({ typed: reply.get().typed + token });
      send({ text: token });
    }, 1000 / tokensPerS);
  }

  function onMessage(fields: ServerMessage): void {
    const { state, startsMs } = reply.get();
    if (fields.error !== undefined)
      return fail(new ApiError({ code: fields.error, message: fields.message ?? "" }));
    if (state !== "interrupted" && fields.audio)
      player.append(new Int16Array(base64Bytes(fields.audio).buffer));
    if (fields.alignment) change({ startsMs: [...startsMs, ...fields.alignment.charStartTimesMs] });
    if (fields.spoken) change({ heard: fields.spoken });
    if (fields.isFinal !== true) return;
    player.complete();
    close();
  }

  return {
    player,
    reply,
    async start(text, voice, tokensPerS) {
      close();
      clicks += 1;
      const mine = clicks;
      reply.set({ ...NOTHING, state: "typing" });
      const isOpen = await player.load();
      if (mine !== clicks) return;
      if (!isOpen) return change({ state: "failed", error: player.fault.get() });
      player.play();
      const opened = openSocket(voice);
      socket = opened;
      opened.addEventListener("open", () => {
        if (socket === opened) type(tokensOf(text), tokensPerS);
        else opened.close();
      });
      opened.addEventListener("message", ({ data }: MessageEvent<string>) => {
        if (socket === opened) onMessage(JSON.parse(data));
      });
      opened.addEventListener("close", () => {
        if (socket === opened) void reasonOfClose().then(fail);
      });
    },
    interrupt,
  };
}

/** Returns whether a reply is written or heard now. */
export function isRunning({ state }: Reply): boolean {
  return state === "typing" || state === "speaking";
}

/** Cuts a text into tokens of the usual length, about four characters. */
function tokensOf(text: string): readonly string[] {
  return text.match(/\s*\S{1,4}|\s+$/gu) ?? [];
}

/** Returns what has been heard of a reply at a place of its sound, milliseconds: the characters that have begun. */
export function heardAt({ typed, startsMs }: Reply, playbackMs: number): HeardText {
  const chars = Array.from(typed);
  const next = startsMs.findIndex((startMs) => startMs > playbackMs);
  const count = next < 0 ? startsMs.length : next;
  return { text: chars.slice(0, count).join(""), remaining: chars.slice(count).join("") };
}
