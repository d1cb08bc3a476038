/** Returns `a` followed by `b`, without a copy if one of them is empty. */
export function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Returns the four characters at `offset`. */
export function tag(bytes: Uint8Array, offset: number): string {
  const end = Math.min(offset + 4, bytes.length);
  let text = "";
  for (let at = offset; at < end; at++) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
}

export function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Returns the first 60 bytes as text for an error message. "." replaces every character that is not printable ASCII. */
export function excerpt(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, 60)).replaceAll(/[^\x20-\x7e]/g, ".");
}
