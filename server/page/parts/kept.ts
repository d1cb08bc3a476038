/** Reads a text that the browser keeps; null if there is none, or if the browser keeps nothing, as with blocked cookies. */
export function readKept(storage: () => Storage, name: string): string | null {
  try {
    return storage().getItem(name);
  } catch {
    return null;
  }
}

/** Keeps a text in the browser, if it keeps anything. */
export function keepText(storage: () => Storage, name: string, text: string): void {
  try {
    storage().setItem(name, text);
  } catch {
    // Blocked or full: the text lasts as long as the page.
  }
}
