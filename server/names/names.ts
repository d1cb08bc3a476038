/** Returns the name of `known` that a client means: the same one, else one that differs in upper and lower case only. */
export function findName(known: Iterable<string>, name: string): string | undefined {
  const all = [...known];
  const plain = folded(name);
  return all.find((each) => each === name) ?? all.find((each) => folded(each) === plain);
}

/** Returns the name in a request's field; null for an absent or blank one, which means the default. */
export function nameOf(field: string | null | undefined): string | null {
  return field?.trim() || null;
}

function folded(name: string): string {
  return name.normalize("NFC").toLowerCase();
}
