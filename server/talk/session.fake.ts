import { createAdmission } from "../admission/admission.ts";
import { readConfig } from "../config.ts";
import { createDrain } from "../drain.ts";
import type { AccessRecord } from "../observe/record.ts";
import { NORMALISE_DEFAULTS } from "../../src/text/normalise.ts";
import { createWordEngine } from "./engine.fake.ts";
import { openSession } from "./session.ts";
import type { TalkSettings } from "./settings.ts";
import type { Command, Message, TalkEvent, Wire } from "./wire.ts";

interface Options {
  readonly fake?: ReturnType<typeof createWordEngine>;
  readonly env?: Readonly<Record<string, string>>;
  readonly settings?: Partial<TalkSettings>;
  readonly wire?: Partial<Wire>;
}

/** Opens a session whose wire passes commands and events on as they are. */
export function openFakeSession(options: Options = {}) {
  const { fake = createWordEngine(), env = {}, settings = {} } = options;
  const config = readConfig(env);
  const drain = createDrain();
  const records: AccessRecord[] = [];
  const events: TalkEvent[] = [];
  const sent: Message[] = [];
  const logged: object[] = [];
  const closed: { code: number; reason: string }[] = [];
  const unsent = { bytes: 0 };
  const now = (): number => performance.now();
  const admission = createAdmission({
    maxInFlight: config.MAX_IN_FLIGHT ?? 8,
    maxQueue: config.MAX_QUEUE ?? 8,
    maxAudioS: null,
    shared: false,
    queueTimeoutMs: 10_000,
    now,
  });
  let next: readonly Command[] = [];
  const session = openSession(
    {
      wire: {
        face: "elevenlabs",
        read: () => next,
        write(event) {
          events.push(event);
          return [];
        },
        ...options.wire,
      },
      settings: {
        engine: fake.engine,
        voice: "anna",
        speed: 1,
        sampling: {
          temperature: 1,
          topP: 1,
          repetitionPenalty: 1,
          maxTokens: 9000,
          maxTokensSet: false,
        },
        listener: {},
        normalize: NORMALISE_DEFAULTS,
        form: { format: "pcm", rateHz: 24_000 },
        clock: "context",
        inactivityS: 20,
        ...settings,
      },
      socket: {
        send: (message) => void sent.push(message),
        unsentBytes: () => unsent.bytes,
        close: (code, reason) => void closed.push({ code, reason }),
      },
      key: "",
      record: { id: "s1", route: "/socket" },
    },
    {
      config,
      drain,
      admission,
      watchdog: { watch: () => () => {} },
      catalogue: { engines: [fake.engine] },
      now,
      log: (level, event, fields) => void logged.push({ level, event, ...fields }),
      finished: (record) => void records.push(record),
    },
  );
  /** Obeys commands, as if a message asked for them. */
  const say = (...commands: readonly Command[]): void => {
    next = commands;
    session.receive("");
  };
  /** Waits for an event. */
  const until = async (found: (event: TalkEvent) => boolean): Promise<void> => {
    while (!events.some(found)) await Bun.sleep(1);
  };
  return {
    ...fake,
    session,
    admission,
    drain,
    records,
    events,
    sent,
    logged,
    closed,
    unsent,
    say,
    until,
    /** Waits for the end of a context. */
    final: (context = "a") => until((event) => event.is === "final" && event.context === context),
    text: (text: string, context = "a") => say({ do: "text", context, text }),
    flush: (context = "a") => say({ do: "flush", context }),
    /** Returns the events of a context, short: the characters of audio, and the other events by name. */
    shown: (context = "a") =>
      events.flatMap((event) => {
        if (event.context !== context) return [];
        if (event.is === "audio") return event.chars === null ? [] : [event.chars.chars.join("")];
        return [`<${event.is}>`];
      }),
    /** Seconds of audio of a context. */
    audioS: (context = "a") =>
      events.reduce(
        (sum, event) =>
          sum +
          (event.is === "audio" && event.context === context ? event.bytes.length / 48_000 : 0),
        0,
      ),
  };
}
