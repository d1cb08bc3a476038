import type { Language, Verbaliser } from "../speak/verbaliser.ts";
import type { Kind } from "../spans.ts";

/** Kinds of tokens that the field `normalize` switches off together. */
export type Switch = "numbers" | "urls" | "emails" | "phones" | "units" | "abbreviations";

/** How dates of three numbers are read if their order is not evident. */
export type DateOrder = "dmy" | "mdy" | "ymd";

/** A token that a rule has matched, and what surrounds it. */
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
   * Returns the verbaliser for this token; null for a text in another language, which stays as it is. `own` is the
   * language of a marker inside the token (`ke-3`, `3个`, `3rd`), which decides before its neighbours do.
   */
  verbaliser(own?: Language): Verbaliser | null;
}

/** The spoken text of a token. */
export interface Reading {
  readonly text: string;
  /** Characters from the start of the match that the reading replaces; the match by default. The rest is read as further tokens. */
  readonly length?: number;
}

/** Recognises one form of token and says how it is spoken. */
export interface Rule {
  readonly kind: Exclude<Kind, "word" | "space" | "punct">;
  /** Off: what the rule reads stays as written. */
  readonly switch: Switch;
  /** Classes of the token's first character: rules are tried only there. */
  readonly first: readonly FirstCharacter[];
  /**
   * Sticky (`y`), linear: no nested quantifiers, every repetition is bounded ({1,64}). It must match a whole token: look
   * behind and ahead for letters, digits and joiners of the token's class.
   */
  readonly pattern: RegExp;
  /** Returns the spoken text; null if the rule is not sure, so that the next rule is tried. */
  read(match: RegExpExecArray, place: Place): string | Reading | null;
}

/** `digit`: 0–9; `han`: a Han character; `letter`: any other letter; `sign`: all else but blanks. */
export type FirstCharacter = "digit" | "letter" | "han" | "sign";

/** Rules that can match only in a text that matches `needs`; null: in any text. */
export interface RuleGroup {
  readonly needs: RegExp | null;
  readonly rules: readonly Rule[];
}
