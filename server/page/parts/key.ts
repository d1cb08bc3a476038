import { createStore } from "./store.ts";

const NAME = "utter-api-key";

/** The API key of this browser tab; "" without one. It is forgotten when the tab is closed. */
export const apiKey = createStore(sessionStorage.getItem(NAME) ?? "");

/** Whether the server has refused a request for its key. */
export const isKeyWanted = createStore(false);

/** Uses a key for the requests that follow. */
export function useKey(key: string): void {
  sessionStorage.setItem(NAME, key);
  isKeyWanted.set(false);
  apiKey.set(key);
}
