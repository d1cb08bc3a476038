import { createHomographReader, type Reading } from "./homographs.ts";

/** The reading of the word in brackets; the tags behind the slashes are what the tagger says of each word. */
export function readingIn(sentence: string): Reading | undefined {
  const words = sentence.split(" ").map((word) => word.split("/"));
  const tokens = words.map(([text = ""]) => text.replace(/[[\]]/g, ""));
  const read = createHomographReader(() => words.map(([, tag = "NN"]) => tag));
  return read(tokens)[words.findIndex(([text = ""]) => text.startsWith("["))];
}
