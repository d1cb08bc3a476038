import { createHomographReader, type Reading } from "./homographs.ts";

/** Returns the reading of the word in brackets. The tagger gives each word the tag after its slash. */
export function readingIn(sentence: string): Reading | undefined {
  const words = sentence.split(" ").map((word) => word.split("/"));
  const tokens = words.map(([text = ""]) => text.replace(/[[\]]/g, ""));
  const read = createHomographReader(() => words.map(([, tag = "NN"]) => tag));
  return read(tokens)[words.findIndex(([text = ""]) => text.startsWith("["))];
}
