import type { Operator, Verbaliser } from "../../speak/verbaliser.ts";
import { type Bounded, boundedWords, commandWord } from "./latexWords.ts";
import { joined, spokenNumber } from "./numeral.ts";
import type { Rule } from "../rule.ts";

const COMMANDS: Readonly<Record<string, Operator>> = {
  times: "×",
  cdot: "×",
  ast: "×",
  div: "÷",
  pm: "±",
  leq: "≤",
  le: "≤",
  geq: "≥",
  ge: "≥",
  neq: "≠",
  ne: "≠",
  approx: "≈",
  lt: "<",
  gt: ">",
};
const SIGNS: Readonly<Record<string, Operator>> = {
  "+": "+",
  "-": "-",
  "\u2212": "-",
  "*": "×",
  "×": "×",
  "÷": "÷",
  "/": "÷",
  "=": "=",
  "<": "<",
  ">": ">",
  "≤": "≤",
  "≥": "≥",
  "≠": "≠",
  "≈": "≈",
  "±": "±",
  "²": "²",
  "³": "³",
};
/** Commands of Greek letters, which are spoken by the name of the command. */
const GREEK =
  /^(?:alpha|beta|gamma|delta|(?:var)?epsilon|zeta|eta|(?:var)?theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|(?:var)?phi|chi|psi|omega|nabla|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi|Omega)$/;
/** Frames around formulas of more lines. */
const FRAME = /\\(?:begin|end)\{[a-z]{1,20}\*?\}(?:\{[a-z|]{1,20}\})?/g;
/** Words in a formula. */
const TEXT = /\\(?:text|mathrm|textbf|textit|operatorname)\{([^{}]*)\}/g;
const TOKEN =
  /\\([A-Za-z]{1,20})|(?<=\ue000)[^\ue000\ue001]{1,300}(?=\ue001)|\\\\|\d{1,15}(?:\.\d{1,30})?|[A-Za-zα-ω]|[-\u2212+*×÷/=<>≤≥≠≈±²³^_{}!]|(?<=\\)%/gu;
/** A word outside commands. With one, the text between two dollar signs is not a formula. */
const WORDS = /(?<![\\A-Za-z])[A-Za-z]{4,}/;
const FORMULA = /[\\^_=+<>*/×÷²³\u2212]|^\s?-?\d{0,6}[A-Za-z]\s?$|[A-Za-z0-9] ?- ?[A-Za-z0-9]/;
/** Deepest nesting of braces that is spoken. */
const MAX_DEPTH = 8;

/** A formula that is read token by token; `at` is the index of the next token. */
interface Reader {
  readonly tokens: readonly string[];
  readonly verbaliser: Verbaliser;
  at: number;
}

/** Formulas in LaTeX: `$x^2 + 1$`, `\(\frac{1}{2}\)`. Unknown commands are dropped. */
const formula: Rule = {
  kind: "math",
  switch: "numbers",
  first: ["sign"],
  pattern:
    /\$\$?(?=\S)([^$\n]{1,300})(?<=\S)\$\$?(?!\d)|\$\$ ([^$\n]{1,600}) \$\$|\\\(((?:[^\\$\n]|\\[^()[\]\n]){1,300})\\\)|\\\[((?:[^\\$\n]|\\[^()[\]\n]){1,600})\\\]/uy,
  read: ([, dollars, display, round, square], place) => {
    const source = dollars ?? display ?? round ?? square ?? "";
    if (dollars !== undefined && !isFormula(dollars)) return null;
    const verbaliser = place.verbaliser();
    return verbaliser === null ? null : spokenFormula(source, verbaliser);
  },
};

function isFormula(text: string): boolean {
  const plain = text.replace(FRAME, "").replace(TEXT, "");
  return FORMULA.test(plain) && !WORDS.test(plain);
}

function spokenFormula(source: string, verbaliser: Verbaliser): string {
  const tokens = source.replace(FRAME, "").replace(TEXT, "\ue000$1\ue001").match(TOKEN) ?? [];
  return joined(verbaliser, sequence({ tokens, verbaliser, at: 0 }, 0)).replaceAll(" ,", ",");
}

/** Speaks tokens up to a closing brace or the end of the formula. */
function sequence(reader: Reader, depth: number): string[] {
  const words: string[] = [];
  while (reader.at < reader.tokens.length && reader.tokens[reader.at] !== "}") {
    words.push(...item(reader, depth));
  }
  return words;
}

/** Speaks one token with its arguments. */
function item(reader: Reader, depth: number): string[] {
  const token = reader.tokens[reader.at] ?? "";
  const { verbaliser } = reader;
  reader.at += 1;
  if (token === "{") return closed(reader, depth);
  if (token === "\\\\") return reader.at < reader.tokens.length ? [","] : [];
  if (token === "^") return exponent(reader, depth);
  if (/^\d/.test(token)) return [spokenNumber(verbaliser, token)];
  const sign = SIGNS[token];
  if (sign !== undefined) return [verbaliser.operators[sign]];
  if (token === "%") return [verbaliser.address["%"]];
  if (token === "!") return [commandWord("factorial", verbaliser.language) ?? ""];
  if (!token.startsWith("\\")) return token === "_" ? [] : [token];
  const command = token.slice(1);
  if (/^[dt]?frac$/.test(command)) return quotient(reader, depth);
  if (/^[dt]?binom$/.test(command)) {
    const choose = commandWord("choose", verbaliser.language) ?? "";
    return [...group(reader, depth), choose, ...group(reader, depth)];
  }
  if (command === "sqrt") return [verbaliser.operators["√"], ...group(reader, depth)];
  const name = COMMANDS[command];
  if (name !== undefined) return [verbaliser.operators[name]];
  const bounded = boundedWords(command, verbaliser.language);
  if (bounded !== null) return withBounds(reader, depth, bounded);
  if (GREEK.test(command)) return [command.toLowerCase().replace("var", "")];
  return [commandWord(command, verbaliser.language) ?? ""].filter((word) => word !== "");
}

/** `\sum_{i=1}^{n}`: the sum from i equals one to n of. */
function withBounds(reader: Reader, depth: number, { name, from, to, of }: Bounded): string[] {
  const words = [name];
  for (const [sign, word] of [
    ["_", from],
    ["^", to],
  ] as const) {
    if (reader.tokens[reader.at] !== sign) continue;
    reader.at += 1;
    words.push(word, ...group(reader, depth));
  }
  return of === "" ? words : [...words, of];
}

/** Speaks a group after its opening brace, and skips its closing brace. */
function closed(reader: Reader, depth: number): string[] {
  const words = depth < MAX_DEPTH ? sequence(reader, depth + 1) : [];
  if (reader.tokens[reader.at] === "}") reader.at += 1;
  return words;
}

/** Speaks an argument, which is a group in braces or one token. */
function group(reader: Reader, depth: number): string[] {
  if (reader.tokens[reader.at] === "}") return [];
  return item(reader, Math.min(depth + 1, MAX_DEPTH));
}

/** Speaks the exponent after `^`. */
function exponent(reader: Reader, depth: number): string[] {
  const { tokens, at, verbaliser } = reader;
  const braced = tokens[at] === "{" && tokens[at + 2] === "}";
  const digits = braced ? tokens[at + 1] : tokens[at];
  if (digits === "2" || digits === "3") {
    reader.at += braced ? 3 : 1;
    return [verbaliser.operators[digits === "2" ? "²" : "³"]];
  }
  const raised = group(reader, depth);
  if (raised.length === 1 && raised[0] === commandWord("circ", verbaliser.language)) return raised;
  return verbaliser.language === "zh"
    ? ["的", ...raised, "次方"]
    : [verbaliser.operators["^"], ...raised];
}

/** Speaks the two arguments of `\frac`. */
function quotient(reader: Reader, depth: number): string[] {
  const { tokens, at, verbaliser } = reader;
  const [open, top = "", middle, next, bottom = "", close] = tokens.slice(at, at + 6);
  const isSimple = open === "{" && middle === "}" && next === "{" && close === "}";
  if (isSimple && /^[1-9]\d*$/.test(top) && /^[2-9]$|^[1-9]\d+$/.test(bottom)) {
    reader.at += 6;
    return [verbaliser.fraction(top, bottom)];
  }
  const numerator = group(reader, depth);
  return [...numerator, verbaliser.operators["÷"], ...group(reader, depth)];
}

export const latexRules: readonly Rule[] = [formula];
