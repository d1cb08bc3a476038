import { type Misspelt, misspeltText } from "../names/misspelt.ts";
import type { Config } from "../config.ts";
import type { Drain } from "../drain.ts";
import type { Log } from "../observe/log.ts";
import type { AccessRecord } from "../observe/record.ts";
import { type Context, type ContextServices, openContext } from "./context.ts";
import { createSender, type TalkSocket } from "./sender.ts";
import type { TalkSettings } from "./settings.ts";
import type { Command, Message, TalkErrorCode, TalkEvent, Wire } from "./wire.ts";

/** Number of invalid messages in a row after which a socket is closed. */
const MAX_INVALID = 20;
/**
 * Bytes that may wait to be sent when a message arrives. Answers to messages do not wait for room, so that a client that
 * only sends would otherwise fill the memory. Audio waits at 256 KiB and one file of a sentence, which is less.
 */
const MAX_UNREAD_BYTES = 8 * 1024 * 1024;
/** Longest silence of a context while the server drains, seconds. */
const DRAIN_IDLE_S = 2;
/** Number of misspelt fields that are logged for one socket. */
const MAX_NAMED = 5;
/** Close codes of RFC 6455. */
const CLOSE = { normal: 1000, goingAway: 1001, policy: 1008 } as const;

export interface SessionServices extends ContextServices {
  readonly config: ContextServices["config"] &
    Pick<Config, "CLIENT_STALL_TIMEOUT_S" | "MAX_CONTEXTS">;
  readonly drain: Pick<Drain, "draining" | "deadline" | "begun">;
  readonly log: Log;
}

export interface SessionOptions {
  readonly wire: Wire;
  readonly settings: TalkSettings;
  readonly socket: TalkSocket;
  /** Identifies the client's API key to admission. */
  readonly key: string;
  /** The request that opened the socket. */
  readonly record: Pick<AccessRecord, "id" | "route">;
}

/** The contexts of one connection. */
export interface Session {
  receive(message: Message): void;
  /** Tells that the socket can take more. */
  drained(): void;
  /** Tells that the client is gone. */
  left(): void;
}

/** Opens the session of a connection that speaks the protocol of `wire`. */
export function openSession(options: SessionOptions, services: SessionServices): Session {
  const { wire, settings, socket, key } = options;
  const { config, drain, log, now } = services;
  const contexts = new Map<string, Context>();
  let opened = 0;
  let flushes = 0;
  let invalid = 0;
  let isEnded = false;
  let isClosing = false;
  /** Contexts that the message that is being read could not open. Each is refused once. */
  const refused = new Set<string>();
  /** Misspelt fields that were logged. */
  const named = new Set<string>();
  let previous: Promise<void> = Promise.resolve();

  const onStalled = (): void => stop(CLOSE.policy, "the client does not read", "stalled");
  const sender = createSender({
    socket,
    stallMs: config.CLIENT_STALL_TIMEOUT_S * 1000,
    onStalled,
  });
  const onIdle = (): void => {
    if (contexts.size > 0) return;
    for (const message of wire.farewell ?? []) socket.send(message);
    stop(CLOSE.normal, "idle");
  };
  const { socketIdleS = settings.inactivityS, firstMessageS = socketIdleS } = settings;
  let idle = setTimeout(onIdle, firstMessageS * 1000);
  const touch = (): void => {
    clearTimeout(idle);
    if (!isEnded) idle = setTimeout(onIdle, socketIdleS * 1000);
  };
  const onDrain = (): void => {
    for (const context of contexts.values()) context.touch(DRAIN_IDLE_S);
    closeIfDone();
  };
  drain.begun.addEventListener("abort", onDrain);

  /** Drops all contexts, which get no last event, and closes the socket. */
  function stop(code: number, reason: string, outcome: "left" | "stalled" = "left"): void {
    if (isEnded) return;
    left(outcome);
    socket.close(code, reason);
  }
  function left(outcome: "left" | "stalled"): void {
    isEnded = true;
    clearTimeout(idle);
    drain.begun.removeEventListener("abort", onDrain);
    for (const context of contexts.values()) context.drop(outcome);
    sender.close();
  }
  function closeIfDone(): void {
    if (contexts.size > 0) return;
    if (isClosing) stop(CLOSE.normal, "closed");
    else if (drain.draining) stop(CLOSE.goingAway, "the server is shutting down");
  }
  function emit(event: TalkEvent): void {
    if (isEnded) return;
    for (const message of wire.write(event)) socket.send(message);
    for (const command of wire.follow?.(event) ?? []) obey(command);
    const code = wire.closeAfter?.(event) ?? null;
    if (code !== null) return stop(code, event.is === "error" ? event.message : "");
    if (event.is === "final") closeIfDone();
  }
  function refuse(id: string, code: TalkErrorCode, message: string): void {
    refused.add(id);
    emit({ is: "error", context: id, code, message, gone: false });
    const heard = () => ({ text: "", remaining: "", chars: 0 });
    emit({ is: "final", context: id, spoken: null, heard });
  }

  /** Returns the context with an id, which is opened if it is new; null if it cannot be opened. */
  function contextOf(id: string, own: Partial<TalkSettings>): Context | null {
    const known = contexts.get(id);
    if (known !== undefined) return known;
    const open = contexts.values().filter((context) => !context.isClosing);
    if ([...open].length >= config.MAX_CONTEXTS) {
      const message = `at most ${config.MAX_CONTEXTS} contexts can be open (MAX_CONTEXTS)`;
      refuse(id, "max_active_contexts", message);
      return null;
    }
    if (drain.draining || isClosing) {
      refuse(id, "engine_error", "not ready: the socket is closing");
      return null;
    }
    const context: Context = openContext(
      {
        id,
        settings: { ...settings, ...own },
        key,
        record: newRecord,
        emit,
        turn: sender.turn,
        before: settings.isSerial ? previous : Promise.resolve(),
        onEnd() {
          if (contexts.get(id) === context) contexts.delete(id);
          touch();
        },
      },
      // What was open when the drain began may speak.
      { ...services, drain: { draining: false, deadline: drain.deadline } },
    );
    previous = context.ended;
    contexts.set(id, context);
    return context;
  }
  function newRecord(): AccessRecord {
    opened += 1;
    return {
      id: `${options.record.id}-${opened}`,
      method: "WS",
      startedMs: now(),
      route: options.record.route,
      face: wire.face,
      status: 200,
      outcome: "ok",
      streaming: true,
      format: settings.form.format,
    };
  }
  function onInvalid(id: string | null, message: string): void {
    invalid += 1;
    const context = id === null ? undefined : contexts.get(id);
    if (id !== null && context === undefined) refuse(id, "invalid_message", message);
    else emit({ is: "error", context: id, code: "invalid_message", message, gone: false });
    context?.cancel();
    if (invalid >= MAX_INVALID) stop(CLOSE.policy, `${MAX_INVALID} invalid messages in a row`);
  }
  function logMisspelt(misspelt: readonly Misspelt[]): void {
    const fresh = misspelt
      .filter(({ field }) => !named.has(field))
      .slice(0, MAX_NAMED - named.size);
    if (fresh.length === 0) return;
    for (const { field } of fresh) named.add(field);
    const { id, route } = options.record;
    log("warn", "ignored_fields", { id, route, ignored: misspeltText(fresh) });
  }
  function obey(command: Command): void {
    switch (command.do) {
      case "open":
        return void contextOf(command.context, command.settings);
      case "text":
        return contextOf(command.context, {})?.add(command.text);
      case "flush": {
        flushes += 1;
        const context = contexts.get(command.context);
        if (context !== undefined) return context.flush(flushes);
        return emit({ is: "flushed", context: command.context, n: flushes, isLast: true });
      }
      case "finish":
        return contexts.get(command.context)?.finish();
      case "close":
        return contexts.get(command.context)?.close(command.playbackMs);
      case "cancel":
        return contexts.get(command.context)?.cancel(command.playbackMs);
      case "touch":
        return command.context === null ? undefined : contexts.get(command.context)?.touch();
      case "reply":
        return command.messages.forEach((message) => socket.send(message));
      case "ignore":
        return logMisspelt(command.misspelt);
      case "invalid":
        return onInvalid(command.context, command.message);
      case "closeSocket":
        if (command.now) return stop(drain.draining ? CLOSE.goingAway : CLOSE.normal, "closed");
        isClosing = true;
        for (const context of contexts.values()) context.finish();
        closeIfDone();
    }
  }
  for (const message of wire.opening ?? []) socket.send(message);
  return {
    receive(message) {
      if (isEnded) return;
      if (socket.unsentBytes() > MAX_UNREAD_BYTES) return onStalled();
      touch();
      refused.clear();
      const commands = wire.read(message);
      if (commands.every((command) => command.do !== "invalid")) invalid = 0;
      for (const command of commands) {
        if (isEnded) return;
        const isRefused = "context" in command && refused.has(command.context ?? "");
        if (!isRefused) obey(command);
      }
    },
    drained: sender.drained,
    left() {
      if (!isEnded) left("left");
    },
  };
}
