import { unreadable } from "../part.ts";
import { bitsOf, type PacketBits } from "./packetBits.ts";

const SYNC = 0x56_43_42;

/** A prefix code whose entries may stand for vectors (Vorbis I, section 3). */
export interface Codebook {
  readonly dimensions: number;
  readonly entries: number;
  /** The vectors of all entries, one behind another; null where the book has none. */
  readonly vectors: Float32Array | null;
  /** The next entry; -1 beyond the end of the packet, or for a code that is none. */
  next(bits: PacketBits): number;
}

/** Throws SpeechError "invalid_input" where it is broken, or holds more than `mostValues` numbers. */
export function readCodebook(bits: PacketBits, mostValues: number): Codebook {
  if (bits.read(24) !== SYNC) throw broken();
  const dimensions = bits.read(16);
  const entries = bits.read(24);
  if (dimensions === 0 || entries * dimensions > mostValues) throw broken();
  const tree = plant(readLengths(bits, entries));
  return {
    dimensions,
    entries,
    vectors: readVectors(bits, dimensions, entries),
    next: (from) => walk(tree, from),
  };
}

function readLengths(bits: PacketBits, entries: number): Uint8Array {
  const lengths = new Uint8Array(entries);
  if (bits.bit() === 1) {
    let length = bits.read(5) + 1;
    for (let at = 0; at < entries; length += 1) {
      const count = bits.read(bitsOf(entries - at));
      if (length > 32 || at + count > entries) throw broken();
      lengths.fill(length, at, at + count);
      at += count;
    }
    return lengths;
  }
  const sparse = bits.bit() === 1;
  for (let at = 0; at < entries; at += 1)
    if (!sparse || bits.bit() === 1) lengths[at] = bits.read(5) + 1;
  if (bits.over) throw broken();
  return lengths;
}

/** Two places a node, for a zero and a one: a later node, -1 - entry, or 0 for none. */
type Tree = readonly number[];

/** Each entry gets the lowest code of its length that is free. */
function plant(lengths: Uint8Array): Tree {
  const tree = [0, 0];
  // The places that are free, at most one a depth: a node's place for a one, once that for a zero is taken.
  const free: number[][] = Array.from({ length: 33 }, () => []);
  free[1] = [1, 0];
  lengths.forEach((length, entry) => {
    if (length === 0) return;
    let depth = length;
    while (depth > 0 && free[depth]!.length === 0) depth -= 1;
    let place = free[depth]!.pop();
    if (place === undefined) throw broken();
    for (; depth < length; depth += 1) {
      const node = tree.push(0, 0) - 2;
      tree[place] = node;
      free[depth + 1]!.push(node + 1);
      place = node;
    }
    tree[place] = -1 - entry;
  });
  return tree;
}

function walk(tree: Tree, bits: PacketBits): number {
  for (let node = 0; ;) {
    const next = tree[node + bits.bit()]!;
    if (next === 0 || bits.over) return -1;
    if (next < 0) return -1 - next;
    node = next;
  }
}

function readVectors(bits: PacketBits, dimensions: number, entries: number): Float32Array | null {
  const kind = bits.read(4);
  if (kind === 0) return null;
  if (kind > 2) throw broken();
  const least = readFloat(bits);
  const step = readFloat(bits);
  const width = bits.read(4) + 1;
  const summed = bits.bit() === 1;
  const count = kind === 1 ? rootOf(entries, dimensions) : entries * dimensions;
  const values = Float32Array.from({ length: count }, () => bits.read(width) * step + least);
  if (bits.over) throw broken();
  const vectors = new Float32Array(entries * dimensions);
  for (let entry = 0, at = 0; entry < entries; entry += 1) {
    let last = 0;
    for (let index = 0, rest = entry; index < dimensions; index += 1, at += 1) {
      const value = values[kind === 1 ? rest % count : at]! + last;
      rest = Math.floor(rest / count);
      vectors[at] = value;
      if (summed) last = value;
    }
  }
  return vectors;
}

/** The greatest whole number whose power `dimensions` is at most `entries`. */
function rootOf(entries: number, dimensions: number): number {
  let root = 0;
  while ((root + 1) ** dimensions <= entries) root += 1;
  return root;
}

function readFloat(bits: PacketBits): number {
  const mantissa = bits.read(21);
  const exponent = bits.read(10);
  return (bits.bit() === 1 ? -mantissa : mantissa) * 2 ** (exponent - 788);
}

function broken(): Error {
  return unreadable("a Vorbis file whose codebooks are broken");
}
