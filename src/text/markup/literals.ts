import { replaced, type Traced } from "../spans.ts";

const RUN = /\S+/g;
const ESCAPES = /(?:\\[nrt])+/g;
/** Commands of LaTeX that begin with n or t. */
const COMMAND =
  /\\(?:n(?:abla|e|eq|i|u|ot|otin|mid|leq|geq)|t(?:imes|ext|extbf|extit|extrm|an|anh|heta|au|o|frac|ilde|riangle))(?![a-z])/;

/**
 * Replaces `\n` and `\t` that are written as two characters by the end of a block and a blank. They stay in paths
 * (`C:\new`), in quotes and code, and in LaTeX (`\times`).
 */
export function withoutEscapes(source: Traced): Traced {
  if (!/\\[nt]/.test(source.text)) return source;
  const { text } = source;
  const allowed = new Set<number>();
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (!run.includes("\\") || isPath(run) || COMMAND.test(run)) continue;
    for (const { index: at } of run.matchAll(ESCAPES)) allowed.add(index + at);
  }
  return replaced(source, ESCAPES, ({ 0: escapes, index }) => {
    const quoted =
      /["'`]/.test(text.charAt(index - 1)) && /["'`]/.test(text.charAt(index + escapes.length));
    if (!allowed.has(index) || quoted) return null;
    return { text: escapes.includes("n") ? "\n\n" : " ", kind: "markup" };
  });
}

/**
 * Returns whether a run is a path: it has a drive, a network share, or a backslash before another letter than n, r or t.
 */
function isPath(run: string): boolean {
  return (
    /^["'(]?(?:[A-Za-z]:)?\\\\?(?![nrt])|^["'(]?[A-Za-z]:\\/.test(run) ||
    /\\[A-Za-mo-qsu-z0-9]/.test(run)
  );
}
