import { unreadable } from "../part.ts";
import { type Codebook, readCodebook } from "./codebook.ts";
import { type Floor, readFloor } from "./floor.ts";
import { bitsOf, createPacketBits, type PacketBits } from "./packetBits.ts";
import { readResidue, type Residue } from "./residue.ts";

/** What the first packet tells. */
export interface Identity {
  readonly channels: number;
  readonly sampleRateHz: number;
  /** Samples of a short and of a long block. */
  readonly blocks: readonly [number, number];
}

export interface Mapping {
  /** Pairs of channels that hold a magnitude and an angle. */
  readonly couplings: readonly (readonly [number, number])[];
  /** Of each channel, which of the parts it belongs to. */
  readonly parts: readonly number[];
  readonly floors: readonly Floor[];
  readonly residues: readonly Residue[];
}

/** The kinds of audio packets. */
export interface Mode {
  readonly long: boolean;
  readonly mapping: Mapping;
}

/** Numbers that all the books may hold together: four times the most that ffmpeg's encoders wrote, read in some 60 ms. */
const MOST_VALUES = 2 ** 18;
/** Bytes of a packet's kind and "vorbis". */
const MARK_BYTES = 7;

/** Throws SpeechError "invalid_input". */
export function readIdentity(packet: Uint8Array): Identity {
  const bits = opened(packet, 1);
  if (bits.read(32) !== 0) throw unreadable("a Vorbis file of an unknown kind");
  const channels = bits.read(8);
  const sampleRateHz = bits.read(32);
  if (channels < 1 || channels > 2) throw unreadable("a Vorbis file of more than two channels");
  bits.read(32); // the bit rates: most, usual, least
  bits.read(32);
  bits.read(32);
  const [short, long] = [bits.read(4), bits.read(4)];
  if (short < 6 || long < short || long > 13) throw unreadable("a Vorbis file of an unknown kind");
  return { channels, sampleRateHz, blocks: [2 ** short, 2 ** long] };
}

/** The third packet (Vorbis I, section 4.2.4). Throws SpeechError "invalid_input". */
export function readSetup(packet: Uint8Array, { channels }: Identity): readonly Mode[] {
  const bits = opened(packet, 5);
  let room = MOST_VALUES;
  const books = listed(bits, 8, () => {
    const read = readCodebook(bits, room);
    room -= read.entries * read.dimensions;
    return read;
  });
  const book = (index: number): Codebook => at(books, index);
  listed(bits, 6, () => bits.read(16)); // of no use since the first version
  const floors = listed(bits, 6, () => readFloor(bits, book));
  const residues = listed(bits, 6, () => readResidue(bits, book));
  const mappings = listed(bits, 6, () => readMapping(bits, channels, { floors, residues }));
  const modes = listed(bits, 6, (): Mode => {
    const long = bits.bit() === 1;
    if (bits.read(32) !== 0) throw broken();
    return { long, mapping: at(mappings, bits.read(8)) };
  });
  if (bits.bit() !== 1 || bits.over) throw broken();
  return modes;
}

function readMapping(
  bits: PacketBits,
  channels: number,
  known: { readonly floors: readonly Floor[]; readonly residues: readonly Residue[] },
): Mapping {
  if (bits.read(16) !== 0) throw broken();
  const count = bits.bit() === 1 ? bits.read(4) + 1 : 1;
  const steps = bits.bit() === 1 ? bits.read(8) + 1 : 0;
  if (steps >= channels) throw broken();
  const width = bitsOf(channels - 1);
  const couplings = Array.from({ length: steps }, (): readonly [number, number] => {
    const pair = [bits.read(width), bits.read(width)] as const;
    if (pair[0] === pair[1] || Math.max(...pair) >= channels) throw broken();
    return pair;
  });
  if (bits.read(2) !== 0) throw broken();
  const parts = Array.from({ length: channels }, () => (count > 1 ? bits.read(4) : 0));
  if (parts.some((part) => part >= count)) throw broken();
  const floors: Floor[] = [];
  const residues: Residue[] = [];
  for (let part = 0; part < count; part += 1) {
    bits.read(8); // of no use since the first version
    floors.push(at(known.floors, bits.read(8)));
    residues.push(at(known.residues, bits.read(8)));
  }
  return { couplings, parts, floors, residues };
}

/** The bits behind the mark of a header packet. */
function opened(packet: Uint8Array, kind: number): PacketBits {
  const mark = String.fromCharCode(...packet.subarray(0, MARK_BYTES));
  if (mark !== `${String.fromCharCode(kind)}vorbis`) throw broken();
  return createPacketBits(packet.subarray(MARK_BYTES));
}

function listed<T>(bits: PacketBits, width: number, read: () => T): T[] {
  return Array.from({ length: bits.read(width) + 1 }, () => {
    if (bits.over) throw broken();
    return read();
  });
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw broken();
  return found;
}

function broken(): Error {
  return unreadable("a Vorbis file whose headers are broken");
}
