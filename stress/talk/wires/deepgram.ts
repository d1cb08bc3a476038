import { field, stringField } from "../../clients/messages.ts";
import { errorFailure, parseMessage } from "./message.ts";
import { type WireEvent, rateOf, type Times, type Wire, type WireOptions } from "./wire.ts";

const ENCODINGS: Readonly<Record<string, string>> = {
  pcm: "linear16",
  ulaw: "mulaw",
  alaw: "alaw",
};

/** Deepgram's socket: binary sound, and a reply ends with the answer to its Flush. */
export function deepgramWire({ voice, format, wantsWords, extra }: WireOptions): Wire {
  const send = (fields: object): string => JSON.stringify(fields);
  const rateHz = rateOf(format);
  let isFinished = false;
  let isCleared = false;
  return {
    path: "/v1/speak",
    query: {
      model: voice,
      encoding: ENCODINGS[format.codec] ?? format.name,
      ...(rateHz === null ? {} : { sample_rate: String(rateHz) }),
      ...(wantsWords ? { timestamps: "true" } : {}),
      ...Object.fromEntries(Object.entries(extra).map(([name, json]) => [name, plain(json)])),
    },
    opening: [],
    isSingle: false,
    begin() {
      [isFinished, isCleared] = [false, false];
      return [];
    },
    token: (text) => [send({ type: "Speak", text })],
    finish() {
      isFinished = true;
      return [send({ type: "Flush" })];
    },
    cancel() {
      isCleared = true;
      return [send({ type: "Clear" })];
    },
    read(message, hasAudio): readonly WireEvent[] {
      if (typeof message !== "string") return [{ kind: "sound", bytes: message }];
      const fields = parseMessage(message);
      const type = stringField(fields, "type");
      if (type === "Error") throw errorFailure(fields, hasAudio);
      if (type === "Cleared" && isCleared) return [{ kind: "end" }];
      if (type === "Flushed" && isFinished && !isCleared) return [{ kind: "end" }];
      const times = type === "Words" ? wordsOf(field(fields, "words")) : null;
      return times === null ? [] : [{ kind: "times", times }];
    },
  };
}

/** Returns the value of a JSON text as a parameter of a query. */
function plain(json: string): string {
  const value: unknown = JSON.parse(json);
  return typeof value === "string" ? value : json;
}

function wordsOf(words: unknown): Times | null {
  if (!Array.isArray(words)) return null;
  return {
    unit: "words",
    texts: words.map((word) => stringField(word, "word") ?? ""),
    startsMs: words.map((word) => Number(field(word, "start")) * 1000),
  };
}
