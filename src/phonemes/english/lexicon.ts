import { gunzipSync } from "node:zlib";

/** Phonemes of a word, or phonemes by part of speech with the key DEFAULT; null: the word is spelled. */
export type Entry = string | Readonly<Record<string, string | null>>;

/** Finds the entry of a word exactly as written. */
export type Lexicon = (word: string) => Entry | undefined;

const [QUOTE, COMMA, COLON, BACKSLASH, OPEN, CLOSE] = [0x22, 0x2c, 0x3a, 0x5c, 0x7b, 0x7d];

/**
 * Opens a gzipped, compact JSON object whose keys are sorted by code point. Only the bytes and the place of each entry are kept:
 * for 90,000 words 3 MB instead of the 24 MB of a Map. A look-up takes about 1 µs. Throws an Error if the file is not gzipped,
 * if the keys are not sorted, or if a value is neither a string nor an object.
 */
export function openLexicon(file: Uint8Array): Lexicon {
  const bytes = gunzipSync(file);
  const places = placesOf(bytes);
  const text = (from: number, to: number): string => bytes.toString("utf8", from, to);
  if (bytes[0] !== OPEN || bytes.at(-1) !== CLOSE) throw new Error("it is not a JSON object");
  places.forEach((place, i) => {
    const end = bytes.indexOf(QUOTE, place);
    const value = bytes[end + 2];
    const isEntry = bytes[end + 1] === COLON && (value === QUOTE || value === OPEN);
    if (!isEntry) throw new Error(`it has no phonemes at ${text(place, place + 20)}`);
    if (i > 0 && compareKey(bytes, place, keyAt(bytes, places[i - 1]!)) <= 0)
      throw new Error(`it is not sorted at ${text(place, place + 20)}`);
  });
  return (word) => {
    const key = Buffer.from(word);
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = compareKey(bytes, places[middle]!, key);
      if (order === 0) return entryAt(bytes, places[middle]! + key.length + 2);
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return undefined;
  };
}

/** Returns the index of the first character of each key. */
function placesOf(bytes: Uint8Array): Uint32Array {
  const places: number[] = [];
  let [depth, inString, isKey] = [0, false, true];
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i]!;
    if (inString) {
      if (byte === BACKSLASH) i += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) {
      inString = true;
      if (depth === 1 && isKey) places.push(i + 1);
      if (depth === 1) isKey = false;
    } else if (byte === OPEN) depth += 1;
    else if (byte === CLOSE) depth -= 1;
    else if (byte === COMMA && depth === 1) isKey = true;
  }
  return Uint32Array.from(places);
}

/** Compares the key at `place`, which ends at a quotation mark, with the bytes of a word. */
function compareKey(bytes: Uint8Array, place: number, word: Uint8Array): number {
  for (let i = 0; i < word.length; i += 1) {
    const byte = bytes[place + i]!;
    if (byte === QUOTE) return -1;
    if (byte !== word[i]) return byte - word[i]!;
  }
  return bytes[place + word.length] === QUOTE ? 0 : 1;
}

function keyAt(bytes: Uint8Array, place: number): Uint8Array {
  return bytes.subarray(place, bytes.indexOf(QUOTE, place));
}

/** Parses the value from `from`: a string, or an object of strings. */
function entryAt(bytes: Buffer, from: number): Entry {
  const isObject = bytes[from] === OPEN;
  const end = isObject ? bytes.indexOf(CLOSE, from) : bytes.indexOf(QUOTE, from + 1);
  return JSON.parse(bytes.toString("utf8", from, end + 1)) as Entry;
}
