import type { Tensor } from "../../ort/model.ts";
import { tensorNamed, type SyncModel } from "../../ort/model.ts";
import type { Network } from "./unknown.ts";

/** The letters and the symbols of the network, in the order of their numbers; 0 is none of them. */
export interface Alphabets {
  readonly in: readonly string[];
  readonly out: readonly string[];
}

/**
 * Makes a function of the network in oov.onnx (`chars` int64 [1, n] → `ids` int64 [1, 4n]). Four places per letter hold
 * symbols; a repeated number is one symbol. Letters that the network lacks lose their diacritics or are left out.
 */
export function createNetwork(model: SyncModel, alphabets: Alphabets): Network {
  const numbers = new Map(alphabets.in.map((letter, i) => [letter, BigInt(i + 1)]));
  const numberOf = (letter: string): bigint[] => {
    const number = numbers.get(letter) ?? numbers.get(letter.normalize("NFKD").charAt(0));
    return number === undefined ? [] : [number];
  };
  return (letters) => {
    const chars = BigInt64Array.from(Array.from(letters).flatMap(numberOf));
    if (chars.length === 0) return "";
    const ids = tensorNamed(model.run({ chars: { data: chars, dims: [1, chars.length] } }), "ids");
    return symbolsOf(ids, alphabets.out);
  };
}

function symbolsOf({ data }: Tensor, out: readonly string[]): string {
  let symbols = "";
  for (let i = 0; i < data.length; i += 1)
    if (data[i] !== data[i - 1]) symbols += out[Number(data[i]) - 1] ?? "";
  return symbols;
}
