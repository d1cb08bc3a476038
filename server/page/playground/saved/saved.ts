import { samplesOf, type Take } from "../../parts/take.ts";
import type { Side } from "../../desk/desk.ts";
import type { Spoken } from "../../desk/spoken.ts";

/** An answer that the browser keeps. */
export interface Saved {
  readonly id: number;
  readonly atMs: number;
  readonly sides: Readonly<Partial<Record<Side, Spoken>>>;
}

const DATABASE = "utter";
const STORE = "answers";
/** Answers that are kept; the oldest goes first. */
const MAX_SAVED = 20;

/** Keeps an answer in this browser. Rejects if the browser keeps nothing, as in some private windows. */
export async function keep(sides: Saved["sides"], atMs: number): Promise<void> {
  const compact = Object.fromEntries(
    Object.entries(sides).map(([side, spoken]) => [
      side,
      { ...spoken, take: compactOf(spoken.take) },
    ]),
  );
  const store = await openStore("readwrite");
  await done(store.add({ atMs, sides: compact }));
  const ids = await done(store.getAllKeys());
  await Promise.all(ids.slice(0, -MAX_SAVED).map((id) => done(store.delete(id))));
}

/** Returns the answers, the latest first. */
export async function readSaved(): Promise<readonly Saved[]> {
  const store = await openStore("readonly");
  return ((await done(store.getAll())) as Saved[]).reverse();
}

export async function forget(id: number): Promise<void> {
  await done((await openStore("readwrite")).delete(id));
}

export async function forgetAll(): Promise<void> {
  await done((await openStore("readwrite")).clear());
}

/** Joins the chunks; an error is not kept. */
function compactOf(take: Take): Take {
  return { ...take, chunks: [samplesOf(take)], error: null };
}

async function openStore(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.addEventListener("upgradeneeded", () =>
    opening.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true }),
  );
  const database = await done(opening);
  const transaction = database.transaction(STORE, mode);
  transaction.addEventListener("complete", () => database.close());
  return transaction.objectStore(STORE);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("IndexedDB failed")));
  });
}
