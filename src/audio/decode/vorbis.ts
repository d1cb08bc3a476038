import { oggPackets } from "./ogg.ts";
import { mixed, type Part, unreadable } from "./part.ts";
import { applyFloor, readHeights } from "./vorbis/floor.ts";
import { createInverseMdct } from "./vorbis/mdct.ts";
import { bitsOf, createPacketBits } from "./vorbis/packetBits.ts";
import { addResidue } from "./vorbis/residue.ts";
import { type Mapping, type Mode, readIdentity, readSetup } from "./vorbis/setup.ts";

/** Ogg Vorbis (Vorbis I specification), a packet at a time; one or two channels. Throws SpeechError "invalid_input". */
export function* decodeVorbis(bytes: Uint8Array): Generator<Part> {
  const packets = oggPackets(bytes);
  const [first, , third] = [packets.next().value, packets.next().value, packets.next().value];
  if (!first || !third) throw unreadable("a Vorbis file without sound");
  const identity = readIdentity(first);
  const modes = readSetup(third, identity);
  const toSound = identity.blocks.map(createInverseMdct);
  const rises = identity.blocks.map((size) => riseOf(size / 2));
  let before: readonly Float32Array[] = [];
  for (const packet of packets) {
    const { long, spectra } = readSpectra(packet, modes, identity);
    const blocks = spectra.map((spectrum) => toSound[long ? 1 : 0]!(spectrum));
    // The first block only begins the overlap.
    const samples = mixed(
      before.map((block, channel) => overlapped(block, blocks[channel]!, rises)),
      1,
    );
    if (before.length > 0) yield { sampleRateHz: identity.sampleRateHz, samples };
    before = blocks;
  }
}

interface Shape {
  readonly channels: number;
  readonly blocks: readonly [number, number];
}

/** One spectrum a channel (section 4.3). */
function readSpectra(packet: Uint8Array, modes: readonly Mode[], { channels, blocks }: Shape) {
  const bits = createPacketBits(packet);
  const silent = bits.bit() === 1;
  const mode = modes[bits.read(bitsOf(modes.length - 1))];
  if (silent || bits.over || mode === undefined)
    throw unreadable("a Vorbis file whose packets are broken");
  const { long, mapping } = mode;
  if (long) bits.read(2); // what its neighbours are; they tell it themselves
  const spectra = Array.from(
    { length: channels },
    () => new Float32Array(blocks[long ? 1 : 0] / 2),
  );
  const floors = mapping.parts.map((part) => mapping.floors[part]!);
  const heights = floors.map((floor) => readHeights(floor, bits));
  const heard = heights.map((own) => own !== null);
  for (const [one, other] of mapping.couplings)
    if (heard[one] || heard[other]) heard[one] = heard[other] = true;
  mapping.residues.forEach((residue, part) => {
    const own = spectra.filter((_, channel) => mapping.parts[channel] === part);
    const wanted = own.filter((spectrum) => heard[spectra.indexOf(spectrum)]);
    if (wanted.length > 0) addResidue(residue, residue.kind === 2 ? own : wanted, bits);
  });
  uncouple(mapping, spectra);
  heights.forEach((own, channel) => {
    if (own === null) spectra[channel]!.fill(0);
    else applyFloor(floors[channel]!, own, spectra[channel]!);
  });
  return { long, spectra };
}

/** Magnitude and angle become two channels, the last pair first (section 4.3.5). */
function uncouple({ couplings }: Mapping, spectra: readonly Float32Array[]): void {
  for (const [one, other] of couplings.toReversed()) {
    const [magnitudes, angles] = [spectra[one]!, spectra[other]!];
    magnitudes.forEach((magnitude, index) => {
      const angle = angles[index]!;
      const less = magnitude > 0 ? magnitude - Math.abs(angle) : magnitude + Math.abs(angle);
      magnitudes[index] = angle > 0 ? magnitude : less;
      angles[index] = angle > 0 ? less : magnitude;
    });
  }
}

/** From the middle of a block to that of the next: the shorter one tells how long they overlap. */
function overlapped(
  before: Float32Array,
  block: Float32Array,
  rises: readonly Float64Array[],
): Float32Array {
  const [old, own] = [before.length / 4, block.length / 4];
  const slope = 2 * Math.min(old, own);
  const rise = rises.find(({ length }) => length === slope)!;
  const start = old - slope / 2;
  return Float32Array.from({ length: old + own }, (_, index) => {
    const at = index - start;
    const [earlier, later] = [before[2 * old + index] ?? 0, block[own - old + index] ?? 0];
    if (at < 0) return earlier;
    if (at >= slope) return later;
    return earlier * rise[slope - 1 - at]! + later * rise[at]!;
  });
}

/** The slope of the window from 0 to 1. */
function riseOf(length: number): Float64Array {
  return Float64Array.from({ length }, (_, at) =>
    Math.sin((Math.PI / 2) * Math.sin(((at + 0.5) / length) * (Math.PI / 2)) ** 2),
  );
}
