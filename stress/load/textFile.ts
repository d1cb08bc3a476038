/**
 * Parses the bytes of a text file: JSON, or one JSON value per line if its name ends with .jsonl or .ndjson; each can be
 * compressed (.gz). Throws Error that says what is wrong, and in which line.
 *
 * @example
 * parseTextFile("texts.jsonl", Buffer.from('"One."\n"Two."\n')); // ["One.", "Two."]
 */
export function parseTextFile(name: string, bytes: Uint8Array): unknown {
  const text = decode(isGzip(bytes) ? unzip(bytes) : bytes);
  if (/\.(jsonl|ndjson)(\.gz)?$/i.test(name)) return parseLines(text);
  return JSON.parse(text);
}

function parseLines(text: string): unknown[] {
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      return [JSON.parse(line)];
    } catch (error) {
      throw new Error(`line ${index + 1} is not JSON: ${line.slice(0, 60)}`, { cause: error });
    }
  });
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function unzip(bytes: Uint8Array): Uint8Array {
  try {
    return Bun.gunzipSync(new Uint8Array(bytes));
  } catch (error) {
    throw new Error("the gzip data is damaged", { cause: error });
  }
}

/** Decodes UTF-8, without a byte order mark. Throws Error that names the first line which is not UTF-8. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Error(`line ${firstBadLine(bytes)} is not UTF-8: save the file as UTF-8`, {
      cause: error,
    });
  }
}

function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line++) {
    const end = bytes.indexOf(10, from);
    const to = end < 0 ? bytes.length : end;
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(from, to));
    } catch {
      return line;
    }
    from = to + 1;
  }
  return line;
}
