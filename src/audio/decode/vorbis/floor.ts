import { unreadable } from "../part.ts";
import type { Codebook } from "./codebook.ts";
import { bitsOf, type PacketBits } from "./packetBits.ts";

interface FloorClass {
  readonly dimensions: number;
  readonly subclassBits: number;
  readonly master: Codebook | null;
  readonly books: readonly (Codebook | null)[];
}

/** A curve of straight lines through points (Vorbis I, section 7). */
export interface Floor {
  readonly classes: readonly FloorClass[];
  /** A place a point. */
  readonly xs: readonly number[];
  /** Of each point from the third on, the nearest earlier ones at both sides. */
  readonly neighbours: readonly (readonly [number, number])[];
  /** The points from left to right. */
  readonly order: readonly number[];
  readonly multiplier: number;
}

const RANGES = [256, 128, 86, 64] as const;
/** From the least loudness on, 256 steps up to 1: 140 dB. */
const LOUDNESS = Float32Array.from(
  { length: 256 },
  (_, step) => 10 ** (((step - 255) * 140) / 256 / 20),
);

/** Throws SpeechError "invalid_input"; the floor of kind 0, which no encoder has written since 2001, is not read. */
export function readFloor(bits: PacketBits, book: (index: number) => Codebook): Floor {
  if (bits.read(16) !== 1) throw unreadable("a Vorbis file of an unknown kind");
  const parts = Array.from({ length: bits.read(5) }, () => bits.read(4));
  const known = Array.from({ length: Math.max(-1, ...parts) + 1 }, (): FloorClass => {
    const dimensions = bits.read(3) + 1;
    const subclassBits = bits.read(2);
    const master = subclassBits > 0 ? book(bits.read(8)) : null;
    const books = Array.from({ length: 2 ** subclassBits }, () => {
      const index = bits.read(8) - 1;
      return index < 0 ? null : book(index);
    });
    return { dimensions, subclassBits, master, books };
  });
  const multiplier = bits.read(2) + 1;
  const width = bits.read(4);
  const classes = parts.map((part) => known[part]!);
  const xs = [0, 2 ** width];
  for (const { dimensions } of classes)
    for (let index = 0; index < dimensions; index += 1) xs.push(bits.read(width));
  if (new Set(xs).size < xs.length) throw unreadable("a Vorbis file whose floors are broken");
  const order = [...xs.keys()].sort((one, other) => xs[one]! - xs[other]!);
  const neighbours = xs.map((_, point) => neighboursOf(xs, point));
  return { classes, xs, neighbours, order, multiplier };
}

function neighboursOf(xs: readonly number[], point: number): readonly [number, number] {
  let [low, high] = [0, 1];
  for (let other = 0; other < point; other += 1) {
    if (xs[other]! < xs[point]! && xs[other]! > xs[low]!) low = other;
    if (xs[other]! > xs[point]! && xs[other]! < xs[high]!) high = other;
  }
  return [low, high];
}

/** The heights of the points as a packet holds them; null for a channel that is silent in it. */
export function readHeights(floor: Floor, bits: PacketBits): number[] | null {
  if (bits.bit() === 0) return null;
  const width = bitsOf(RANGES[floor.multiplier - 1]! - 1);
  const heights = [bits.read(width), bits.read(width)];
  for (const { dimensions, subclassBits, master, books } of floor.classes) {
    let which = master?.next(bits) ?? 0;
    for (let index = 0; index < dimensions; index += 1) {
      heights.push(books[which & (books.length - 1)]?.next(bits) ?? 0);
      which >>= subclassBits;
    }
  }
  return bits.over || heights.includes(-1) ? null : heights;
}

/** Multiplies a spectrum by the curve through the points. */
export function applyFloor(floor: Floor, heights: readonly number[], spectrum: Float32Array): void {
  const { xs, order, multiplier } = floor;
  const { ys, used } = unwrapped(floor, heights);
  let [x, y] = [0, ys[0]! * multiplier];
  for (const point of order.slice(1)) {
    if (!used[point]) continue;
    const [toX, toY] = [xs[point]!, ys[point]! * multiplier];
    line(spectrum, [x, y], [toX, toY]);
    [x, y] = [toX, toY];
  }
  line(spectrum, [x, y], [Math.max(x + 1, spectrum.length), y]);
}

/** A packet holds how far each point lies from the line between its neighbours. */
function unwrapped(floor: Floor, heights: readonly number[]): { ys: number[]; used: boolean[] } {
  const { xs, neighbours, multiplier } = floor;
  const range = RANGES[multiplier - 1]!;
  const ys = heights.slice(0, 2);
  const used = [true, true];
  for (let point = 2; point < xs.length; point += 1) {
    const [low, high] = neighbours[point]!;
    const across = (xs[point]! - xs[low]!) / (xs[high]! - xs[low]!);
    const middle = ys[low]! + Math.trunc((ys[high]! - ys[low]!) * across);
    const height = heights[point]!;
    const [above, below] = [range - middle, middle];
    used.push(height !== 0);
    if (height !== 0) used[low] = used[high] = true;
    if (height >= 2 * Math.min(above, below) && height !== 0)
      ys.push(above > below ? height : middle - height + above - 1);
    else ys.push(height % 2 === 0 ? middle + height / 2 : middle - (height + 1) / 2);
  }
  return { ys, used };
}

type Point = readonly [number, number];

/** A line of whole numbers as the format draws it (section 9.2.7), up to before its end. */
function line(spectrum: Float32Array, [x0, y0]: Point, [x1, y1]: Point): void {
  const width = x1 - x0;
  const base = Math.trunc((y1 - y0) / width);
  const step = y1 < y0 ? base - 1 : base + 1;
  const rest = Math.abs(y1 - y0) - Math.abs(base) * width;
  const end = Math.min(x1, spectrum.length);
  for (let x = x0, y = y0, error = 0; x < end; x += 1) {
    spectrum[x]! *= LOUDNESS[Math.min(255, Math.max(0, y))]!;
    error += rest;
    if (error >= width) {
      error -= width;
      y += step;
    } else y += base;
  }
}
