import { InvalidArgumentError } from "commander";
import { type DeviceName, isDeviceName } from "../src/ort/cuda.ts";

/** Parses the value of a flag as a whole number of at least 1. Throws commander's error, which names the flag. */
export function count(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1) return value;
  throw new InvalidArgumentError("Expected a whole number of at least 1.");
}

/** Parses the value of a flag as whole numbers of at least 1, comma separated. Throws commander's error, which names the flag. */
export function counts(text: string): readonly number[] {
  return text.split(",").map(count);
}

/** Parses the value of a flag as the name of a device. Throws commander's error, which names the flag. */
export function deviceNamed(name: string): DeviceName {
  if (isDeviceName(name)) return name;
  throw new InvalidArgumentError("Expected auto, cpu, cuda or cuda:N.");
}

/** Parses the value of a flag as a number above 0. Throws commander's error, which names the flag. */
export function positive(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && value < Infinity) return value;
  throw new InvalidArgumentError("Expected a number above 0.");
}

/** Returns a parser of a comma-separated list of `names`. It throws commander's error, which names the flag. */
export function listOf<T extends string>(names: readonly T[]): (text: string) => readonly T[] {
  return (text) => {
    const chosen = text.split(",").map((name) => names.find((each) => each === name.trim()));
    const known = chosen.filter((name) => name !== undefined);
    if (known.length === chosen.length) return known;
    throw new InvalidArgumentError(`Expected a list of ${names.join(", ")}, comma separated.`);
  };
}
