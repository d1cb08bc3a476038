/** Time after which the address of a saved file is released, milliseconds: browsers read it after the click. */
const RELEASE_MS = 60_000;

/** Lets the browser save a file. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), RELEASE_MS);
}
