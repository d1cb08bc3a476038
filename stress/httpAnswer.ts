/** Headers by their names in lower case; several of one name are joined by ", ". */
export type Headers = Readonly<Record<string, string>>;

/** What happens in an answer, told at the moment it is read. */
export interface AnswerHooks {
  headers(status: number, headers: Headers): void;
  /** What one read brought of the body. */
  body(bytes: Uint8Array): void;
}

/** Reads one HTTP/1.1 answer, cut anywhere. Throws Error when it is none. */
export interface AnswerReader {
  /** Takes one read of the connection; true once the answer is complete. */
  push(read: Uint8Array): boolean;
  /** The connection has ended; true when that is the end of the answer's body. */
  close(): boolean;
  /** Whether the connection may carry another request. */
  readonly reusable: boolean;
  /** How long the server says that it keeps an idle connection. */
  readonly keptMs: number;
  readonly trailers: Headers;
}

type State =
  "head" | "length" | "chunk size" | "chunk" | "chunk end" | "trailers" | "to close" | "done";

const MAX_HEAD_BYTES = 256 * 1024;
const NO_BYTES = new Uint8Array(0);

/** A reader for the answer to one request (RFC 9112). */
export function createAnswerReader(hooks: AnswerHooks): AnswerReader {
  let state: State = "head";
  let held: Uint8Array = NO_BYTES; // an incomplete head or line
  let left = 0; // bytes of the body or of its chunk
  let reusable = false;
  let surplus = false;
  let keptMs = Infinity;
  const trailerLines: string[] = [];

  /** Up to and without `end`, from what was held and `bytes`; null (and all held) while `end` has not come. */
  const until = (end: string, bytes: Uint8Array): { text: string; rest: Uint8Array } | null => {
    const all = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    const at = asBuffer(all).indexOf(end);
    if (at < 0) {
      if (all.length > MAX_HEAD_BYTES) throw new Error("a head of more than 256 KiB");
      held = all;
      return null;
    }
    held = NO_BYTES;
    const text = asBuffer(all).toString("latin1", 0, at);
    return { text, rest: all.subarray(at + end.length) };
  };

  const head = (bytes: Uint8Array): Uint8Array | null => {
    const found = until("\r\n\r\n", bytes);
    if (found === null) return null;
    const { status, version, headers } = parseHead(found.text);
    if (status < 200 && status !== 101) return found.rest; // 100 Continue and its kind come before the answer
    state = bodyOf(status, headers);
    left = state === "length" ? Number(headers["content-length"]) : 0;
    const connection = headers["connection"]?.toLowerCase() ?? "";
    const stays =
      version === "1.1" ? !connection.includes("close") : connection.includes("keep-alive");
    reusable = stays && state !== "to close";
    const [, keptS] = /timeout=(\d+)/i.exec(headers["keep-alive"] ?? "") ?? [];
    if (keptS !== undefined) keptMs = Number(keptS) * 1000;
    hooks.headers(status, headers);
    return found.rest;
  };

  /** Takes one step on `bytes`; what it leaves, or null when it needs more. */
  const step = (bytes: Uint8Array, parts: Uint8Array[]): Uint8Array | null => {
    if (state === "head") return head(bytes);
    if (state === "to close") {
      parts.push(bytes);
      return null;
    }
    if (state === "length" || state === "chunk") {
      const taken = bytes.subarray(0, left);
      if (taken.length > 0) parts.push(taken);
      left -= taken.length;
      if (left > 0) return null;
      state = state === "length" ? "done" : "chunk end";
      return bytes.subarray(taken.length);
    }
    const line = until("\n", bytes);
    if (line === null) return null;
    const text = line.text.trimEnd();
    if (state === "chunk size") {
      left = chunkSize(text);
      state = left === 0 ? "trailers" : "chunk";
    } else if (state === "chunk end") {
      if (text !== "") throw new Error("a chunk that is longer than its size");
      state = "chunk size";
    } else if (text === "") state = "done";
    else trailerLines.push(text);
    return line.rest;
  };

  return {
    push(read) {
      const parts: Uint8Array[] = [];
      let rest: Uint8Array | null = read;
      while (rest !== null && rest.length > 0 && !surplus) {
        if (state === "done") surplus = true;
        else rest = step(rest, parts);
      }
      const [first] = parts;
      if (first !== undefined) hooks.body(parts.length === 1 ? first : Buffer.concat(parts));
      return state === "done";
    },
    close() {
      if (state === "to close") state = "done";
      return state === "done";
    },
    get reusable() {
      return reusable && !surplus;
    },
    get keptMs() {
      return keptMs;
    },
    get trailers() {
      return parseFields(trailerLines);
    },
  };
}

function bodyOf(status: number, headers: Headers): State {
  if (status === 204 || status === 304) return "done";
  if (headers["transfer-encoding"]?.toLowerCase().includes("chunked") === true) return "chunk size";
  const length = headers["content-length"];
  if (length === undefined) return "to close";
  if (!/^\d+$/.test(length)) throw new Error(`content-length "${length}"`);
  return length === "0" ? "done" : "length";
}

function parseHead(text: string): { status: number; version: string; headers: Headers } {
  const [first = "", ...lines] = text.split("\r\n");
  const [, version, status] = /^HTTP\/(1\.[01]) (\d{3})(?: |$)/.exec(first) ?? [];
  if (version === undefined)
    throw new Error(`no HTTP/1.1 but "${first.slice(0, 60).replaceAll(/[^\x20-\x7e]/g, ".")}"`);
  return { status: Number(status), version, headers: parseFields(lines) };
}

function parseFields(lines: readonly string[]): Headers {
  const fields: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = fields[name];
    fields[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return fields;
}

function chunkSize(line: string): number {
  const [, hex] = /^([0-9a-f]{1,12})\s*(?:;|$)/i.exec(line) ?? [];
  if (hex === undefined) throw new Error(`a chunk size "${line.slice(0, 20)}"`);
  return Number.parseInt(hex, 16);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
