import { useEffect, useState } from "hono/jsx/dom";
import type { ApiError } from "../../parts/api.ts";
import type { Store } from "../../parts/store.ts";
import { keyOf, type Voice } from "../../parts/voices.ts";
import { type Side, SIDES } from "../../desk/desk.ts";
import type { Spoken } from "../../desk/spoken.ts";
import { keep, readSaved, type Saved } from "../saved/saved.ts";
import type { Settings } from "./settings.tsx";

const UNSET: Settings = { voice: "", speed: 1 };

/** Where an error belongs: at the text, at the settings, or at the button that speaks. */
export function placeOf(error: ApiError | null): "input" | "settings" | "speech" | null {
  if (error === null) return null;
  if (error.param === "input") return "input";
  return ["voice", "model", "speed"].includes(error.param ?? "") ? "settings" : "speech";
}

type AllSettings = Readonly<Record<Side, Settings>>;

/** The settings of both sides. Until a voice is chosen, A has the first one and B the second. */
export function useSettings(voices: readonly Voice[]) {
  const [chosen, choose] = useState<AllSettings>({ A: UNSET, B: UNSET });
  const known = (side: Side, at: number): Settings => {
    const voice = voices[Math.min(at, voices.length - 1)];
    const isKnown = voices.some((each) => keyOf(each) === chosen[side].voice);
    return isKnown || voice === undefined ? chosen[side] : { ...chosen[side], voice: keyOf(voice) };
  };
  const settings: AllSettings = { A: known("A", 0), B: known("B", 1) };
  const change = (side: Side, next: Settings): void => choose({ ...settings, [side]: next });
  return [settings, change] as const;
}

/** The kept answers, and a function that reads them again. */
export function useSaved(): readonly [readonly Saved[], () => void] {
  const [saved, setSaved] = useState<readonly Saved[]>([]);
  const refresh = (): void => {
    readSaved()
      .then(setSaved)
      .catch(() => setSaved([]));
  };
  useEffect(refresh, []);
  return [saved, refresh];
}

/** Keeps the answer if all of it has arrived. Returns false if nothing was kept. */
export async function keptAnswer(
  stores: Readonly<Record<Side, Store<Spoken | null>>>,
): Promise<boolean> {
  const sides = SIDES.flatMap((side) => {
    const spoken = stores[side].get();
    return spoken === null ? [] : [[side, spoken] as const];
  });
  if (!sides.every(([, { take }]) => take.state === "complete")) return false;
  return keep(Object.fromEntries(sides), Date.now()).then(
    () => true,
    () => false,
  );
}
