import { keepText, readKept } from "./kept.ts";
import { createStore } from "./store.ts";

const NAME = "utter-api-key";
const tab = (): Storage => sessionStorage;

/** The API key of this browser tab; "" without one. It is forgotten when the tab is closed. */
export const apiKey = createStore(readKept(tab, NAME) ?? "");

/** How often a key was entered, also the same one again: requests that were refused are sent again. */
export const keyUses = createStore(0);

/** Whether the server has refused a request for its key. */
export const isKeyWanted = createStore(false);

/** Uses a key for the requests that follow. */
export function useKey(key: string): void {
  keepText(tab, NAME, key);
  isKeyWanted.set(false);
  apiKey.set(key);
  keyUses.set(keyUses.get() + 1);
}
