/** `a` followed by `b`; not copied if one of them is empty. */
export function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** The four characters at `offset`. */
export function tag(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}

export function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The first 60 bytes as text for a message; "." replaces what is not printable ASCII. */
export function excerpt(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, 60)).replaceAll(/[^\x20-\x7e]/g, ".");
}
