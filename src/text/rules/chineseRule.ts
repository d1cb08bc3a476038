import type { Verbaliser } from "../speak/verbaliser.ts";
import type { Place, Rule } from "./rule.ts";

/** A rule of tokens that begin with a digit and are read so in Chinese texts only. */
interface ChineseRule {
  readonly kind: Rule["kind"];
  readonly pattern: RegExp;
  /** Returns the spoken text; null if the rule is not sure. */
  read(match: RegExpExecArray, verbaliser: Verbaliser, place: Place): string | null;
}

/** Returns the Chinese verbaliser; null in a text of another language. */
export function chineseAt(place: Place): Verbaliser | null {
  const verbaliser = place.verbaliser();
  return verbaliser?.language === "zh" ? verbaliser : null;
}

/** Creates a rule that reads only Chinese texts. */
export function chineseRule({ kind, pattern, read }: ChineseRule): Rule {
  return {
    kind,
    switch: "numbers",
    first: ["digit"],
    pattern,
    read(match, place) {
      const verbaliser = chineseAt(place);
      return verbaliser === null ? null : read(match, verbaliser, place);
    },
  };
}
