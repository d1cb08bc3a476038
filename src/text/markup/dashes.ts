import { replaced, type Traced } from "../spans.ts";

const HYPHENS = /(?<=\S) (?:-{1,3}|\u2013)[ \n](?=\S)|(?<=\p{L})-{2,3}(?=\p{L})/gu;
/** The text before and after a sign that can be a minus or a range: numbers (with units) or single letters. */
const NUMBER_BEFORE = /\p{N}[^\s]{0,30}(?: \S{1,30})?$|(?:^|[\s(])\p{L}\)?$|[^\p{L}\s]$/u;
const NUMBER_AFTER =
  /^(?:\S{0,29}[^\s,.;:!?] )?\S{0,30}\p{N}|^\(?\p{L}(?![\p{L}\p{M}'])|^[^\p{L}\p{P}]/u;
/** Characters before and after a hyphen that are looked at. */
const NEAR = 64;

/** Replaces a hyphen between words by a dash, which is heard as a pause. A hyphen between numbers stays. */
export function withDashes(source: Traced): Traced {
  const { text } = source;
  return replaced(source, HYPHENS, ({ 0: hyphens, index }) => {
    const end = index + hyphens.length;
    const isSign =
      NUMBER_BEFORE.test(text.slice(Math.max(0, index - NEAR), index)) &&
      NUMBER_AFTER.test(text.slice(end, end + NEAR));
    return isSign && !hyphens.includes("--") ? null : { text: " \u2014 ", kind: null };
  });
}
