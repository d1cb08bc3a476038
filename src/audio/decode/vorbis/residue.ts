import { unreadable } from "../part.ts";
import type { Codebook } from "./codebook.ts";
import type { PacketBits } from "./packetBits.ts";

/** The fine structure of the spectra, in up to eight passes (Vorbis I, section 8). */
export interface Residue {
  readonly kind: number;
  readonly begin: number;
  readonly end: number;
  readonly size: number;
  readonly classBook: Codebook;
  /** Of each class, the book of each pass. */
  readonly books: readonly (readonly (Codebook | null)[])[];
}

/** Throws SpeechError "invalid_input". */
export function readResidue(bits: PacketBits, book: (index: number) => Codebook): Residue {
  const kind = bits.read(16);
  const [begin, end, size] = [bits.read(24), bits.read(24), bits.read(24) + 1];
  const classes = bits.read(6) + 1;
  const classBook = book(bits.read(8));
  const passes = Array.from({ length: classes }, () => {
    const low = bits.read(3);
    return low + (bits.bit() === 1 ? bits.read(5) * 8 : 0);
  });
  const books = passes.map((mask) =>
    Array.from({ length: 8 }, (_, pass) => ((mask >> pass) & 1 ? book(bits.read(8)) : null)),
  );
  const wordless = books.flat().some((one) => one !== null && one.vectors === null);
  if (kind > 2 || wordless) throw unreadable("a Vorbis file whose residues are broken");
  return { kind, begin, end, size, classBook, books };
}

/** Adds what the packet holds to `vectors`, one a channel; what the packet ends in is left as it is. */
export function addResidue(
  residue: Residue,
  vectors: readonly Float32Array[],
  bits: PacketBits,
): void {
  if (residue.kind < 2) {
    addAll(residue, vectors, bits);
    return;
  }
  const length = vectors[0]?.length ?? 0;
  const woven = new Float32Array(length * vectors.length);
  addAll(residue, [woven], bits);
  vectors.forEach((vector, channel) => {
    for (let index = 0; index < length; index += 1)
      vector[index] = woven[index * vectors.length + channel]!;
  });
}

function addAll(residue: Residue, vectors: readonly Float32Array[], bits: PacketBits): void {
  const { begin, end, size, classBook, books } = residue;
  const parts = Math.floor((Math.min(end, vectors[0]?.length ?? 0) - begin) / size);
  const classes = vectors.map((): number[] => []);
  for (let pass = 0; pass < 8; pass += 1) {
    for (let part = 0; part < parts; part += 1) {
      if (pass === 0 && part % classBook.dimensions === 0)
        for (const own of classes) if (!readClasses(residue, own, bits)) return;
      for (const [channel, vector] of vectors.entries()) {
        const book = books[classes[channel]![part]!]![pass];
        if (!book) continue;
        const from = begin + part * size;
        if (!addPart(book, vector.subarray(from, from + size), residue.kind === 0, bits)) return;
      }
    }
  }
}

/** One entry holds the classes of as many parts as its book has dimensions. */
function readClasses({ classBook, books }: Residue, classes: number[], bits: PacketBits): boolean {
  let entry = classBook.next(bits);
  if (entry < 0) return false;
  const group: number[] = [];
  for (let index = 0; index < classBook.dimensions; index += 1) {
    group.unshift(entry % books.length);
    entry = Math.floor(entry / books.length);
  }
  classes.push(...group);
  return true;
}

function addPart(book: Codebook, part: Float32Array, spread: boolean, bits: PacketBits): boolean {
  const { dimensions, vectors } = book;
  const count = Math.floor(part.length / dimensions);
  for (let index = 0; index < count; index += 1) {
    const entry = book.next(bits);
    if (entry < 0) return false;
    for (let at = 0; at < dimensions; at += 1)
      part[spread ? index + at * count : index * dimensions + at]! +=
        vectors![entry * dimensions + at]!;
  }
  return true;
}
