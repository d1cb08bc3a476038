import type { Language, Verbaliser } from "../speak/verbaliser.ts";
import type { Kind } from "../spans.ts";

/** Groups of tokens; the request field `normalize` has a switch for each. */
export type Switch = "numbers" | "urls" | "emails" | "phones" | "units" | "abbreviations";

/** The order of day, month and year in dates of three numbers that allow several orders, such as `5/6/2025`. */
export type DateOrder = "dmy" | "mdy" | "ymd";

/** A token that the pattern of a rule has matched, with the text around it. */
export interface Place {
  /** The whole text that is being read: one space between words, `\n\n` between blocks. */
  readonly text: string;
  /** The token is `text.slice(start, end)`. */
  readonly start: number;
  readonly end: number;
  /** At most 60 characters before the token, of the same block. */
  readonly before: string;
  /** At most 60 characters after the token, of the same block. */
  readonly after: string;
  readonly dateOrder: DateOrder;
  /** True if runs of capitals are spelled. */
  readonly spellLetters: boolean;
  /**
   * Returns the verbaliser for this token; null for a text in another language, whose tokens stay as written. `own` is
   * the language of a marker inside the token (`ke-3`, `3个`, `3rd`), which takes precedence over the neighbouring words.
   */
  verbaliser(own?: Language): Verbaliser | null;
}

/** The spoken text of a token. */
export interface Reading {
  readonly text: string;
  /**
   * Characters of the text that `text` replaces, counted from the start of the match; by default the whole match. The
   * characters after them are read as further tokens.
   */
  readonly length?: number;
}

/** Recognises one form of token and returns its spoken text. */
export interface Rule {
  readonly kind: Exclude<Kind, "word" | "space" | "punct">;
  /** If this switch is off, a token that the rule reads stays as written. */
  readonly switch: Switch;
  /** Classes of characters with which a token can begin; at other characters the rule is not tried. */
  readonly first: readonly FirstCharacter[];
  /**
   * Sticky (`y`) and linear: without nested quantifiers, each repetition bounded ({1,64}). The pattern must match a whole
   * token, so it looks behind and ahead for letters, digits and joiners that would continue the token.
   */
  readonly pattern: RegExp;
  /** Returns the spoken text; null if the match is another kind of token, which leaves the match to the next rules. */
  read(match: RegExpExecArray, place: Place): string | Reading | null;
}

/** `digit`: 0–9; `han`: a Han character; `letter`: any other letter; `sign`: any other character that is not a blank. */
export type FirstCharacter = "digit" | "letter" | "han" | "sign";

/** Rules that are skipped in a text that `needs` does not match; with null they are tried in any text. */
export interface RuleGroup {
  readonly needs: RegExp | null;
  readonly rules: readonly Rule[];
}
