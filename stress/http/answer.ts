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
const LINE_FEED = 10;

/**
 * A reader for the answer to one request (RFC 9112). It goes along each read without cutting it up: views of reads, tens
 * of thousands of them a second, make garbage collections stop us for longer than the times that we measure.
 */
export function createAnswerReader(hooks: AnswerHooks): AnswerReader {
  let state: State = "head";
  let held = ""; // the beginning of a line
  let lines: string[] = []; // of an incomplete head, or of trailers
  let lineBytes = 0;
  let at = 0; // what is taken of the read
  let left = 0; // bytes of the body or of its chunk
  let reusable = false;
  let surplus = false;
  let keptMs = Infinity;
  let trailers: Headers = {};

  /** The next line, without its end; null (and all held) while its end has not come. */
  const nextLine = (read: Uint8Array): string | null => {
    const end = read.indexOf(LINE_FEED, at);
    const text = held + asBuffer(read).toString("latin1", at, end < 0 ? read.length : end);
    at = end < 0 ? read.length : end + 1;
    held = end < 0 ? text : "";
    if (lineBytes + text.length > MAX_HEAD_BYTES) throw new Error("a head of more than 256 KiB");
    return end < 0 ? null : text.trimEnd();
  };
  /** All lines up to an empty one; null while that has not come. */
  const nextLines = (read: Uint8Array): readonly string[] | null => {
    const line = nextLine(read);
    if (line === null) return null;
    if (line !== "") {
      lineBytes += line.length + 2; // its CRLF
      lines.push(line);
      return null;
    }
    const all = lines;
    [lines, lineBytes] = [[], 0];
    return all;
  };

  const head = (all: readonly string[]): void => {
    const { status, version, headers } = parseHead(all);
    if (status < 200 && status !== 101) return; // 100 Continue and its kind come before the answer
    state = bodyOf(status, headers);
    left = state === "length" ? Number(headers["content-length"]) : 0;
    const connection = headers["connection"]?.toLowerCase() ?? "";
    const stays =
      version === "1.1" ? !connection.includes("close") : connection.includes("keep-alive");
    reusable = stays && state !== "to close";
    const [, keptS] = /timeout=(\d+)/i.exec(headers["keep-alive"] ?? "") ?? [];
    if (keptS !== undefined) keptMs = Number(keptS) * 1000;
    hooks.headers(status, headers);
  };
  /** Takes one step that is not of the body. */
  const step = (read: Uint8Array): void => {
    if (state === "head" || state === "trailers") {
      const all = nextLines(read);
      if (all === null) return;
      if (state === "head") return head(all);
      trailers = parseFields(all);
      state = "done";
      return;
    }
    const line = nextLine(read);
    if (line === null) return;
    if (state === "chunk size") {
      left = chunkSize(line);
      state = left === 0 ? "trailers" : "chunk";
    } else {
      if (line !== "") throw new Error("a chunk that is longer than its size");
      state = "chunk size";
    }
  };
  /** What comes next of the body. */
  const part = (read: Uint8Array): Uint8Array => {
    const from = at;
    at = state === "to close" ? read.length : Math.min(read.length, at + left);
    left -= at - from;
    if (left === 0 && state !== "to close") state = state === "length" ? "done" : "chunk end";
    if (from === 0 && at === read.length) return read;
    // A copy, since a view would keep the memory of the whole read until a collection, and make that one longer.
    const bytes = new Uint8Array(at - from);
    asBuffer(read).copy(bytes, 0, from, at);
    return bytes;
  };

  return {
    push(read) {
      const parts: Uint8Array[] = [];
      at = 0;
      while (at < read.length && !surplus) {
        if (state === "done") surplus = true;
        else if (state === "chunk" || state === "length" || state === "to close")
          parts.push(part(read));
        else step(read);
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
      return trailers;
    },
  };
}

function bodyOf(status: number, headers: Headers): State {
  if (status === 204 || status === 304) return "done";
  if (headers["transfer-encoding"]?.toLowerCase().includes("chunked") === true) return "chunk size";
  const length = headers["content-length"];
  if (length === undefined) return "to close";
  if (!/^\d+$/.test(length)) throw new Error(`content-length "${length}"`);
  return Number(length) === 0 ? "done" : "length";
}

function parseHead(all: readonly string[]): { status: number; version: string; headers: Headers } {
  const [first = "", ...lines] = all;
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
  if (!/^[0-9a-f]{1,12}\s*(?:;|$)/i.test(line))
    throw new Error(`a chunk size "${line.slice(0, 20)}"`);
  return Number.parseInt(line, 16);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
