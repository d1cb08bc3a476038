import type { Operator, Verbaliser } from "../../speak/verbaliser.ts";
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
/** Greek letters are said by the name of their command. */
const GREEK =
  /^(?:alpha|beta|gamma|delta|epsilon|theta|lambda|mu|pi|rho|sigma|tau|phi|omega|Delta|Sigma|Omega|infty)$/;
const TOKEN =
  /\\([A-Za-z]{1,20})|\d{1,15}(?:\.\d{1,30})?|[A-Za-zα-ω]|[-\u2212+*×÷/=<>≤≥≠≈±²³^_{}]/gu;
/** Words outside commands: then the text between two dollar signs is no formula. */
const WORDS = /(?<![\\A-Za-z])[A-Za-z]{4,}/;
const FORMULA = /[\\^_=+<>*/×÷²³\u2212]|^\s?-?\d{0,6}[A-Za-z]\s?$|[A-Za-z0-9] ?- ?[A-Za-z0-9]/;
const MAX_DEPTH = 8;

/** Reads a formula token by token; `at` is the next. */
interface Reader {
  readonly tokens: readonly string[];
  readonly verbaliser: Verbaliser;
  at: number;
}

/** `$x^2 + 1$`, `\(\frac{1}{2}\)`: a formula of a small part of LaTeX; other commands are dropped. */
const formula: Rule = {
  kind: "math",
  switch: "numbers",
  first: ["sign"],
  pattern:
    /\$\$?(?=\S)([^$\n]{1,300})(?<=\S)\$\$?(?!\d)|\\\(((?:[^\\$\n]|\\[^()[\]\n]){1,300})\\\)|\\\[((?:[^\\$\n]|\\[^()[\]\n]){1,300})\\\]/uy,
  read: ([, dollars, round, square], place) => {
    const source = dollars ?? round ?? square ?? "";
    if (dollars !== undefined && !isFormula(dollars)) return null;
    const verbaliser = place.verbaliser();
    return verbaliser === null ? null : spokenFormula(source, verbaliser);
  },
};

function isFormula(text: string): boolean {
  const plain = text.replace(/\\(?:text|mathrm|operatorname)\{[^{}]*\}/g, "");
  return FORMULA.test(plain) && !WORDS.test(plain);
}

function spokenFormula(source: string, verbaliser: Verbaliser): string {
  const tokens = source.match(TOKEN) ?? [];
  return joined(verbaliser, sequence({ tokens, verbaliser, at: 0 }, 0));
}

/** Speaks tokens up to a closing brace or the end. */
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
  if (token === "^") return exponent(reader, depth);
  if (/^\d/.test(token)) return [spokenNumber(verbaliser, token)];
  const sign = SIGNS[token];
  if (sign !== undefined) return [verbaliser.operators[sign]];
  if (!token.startsWith("\\")) return token === "_" ? [] : [token];
  const command = token.slice(1);
  if (/^[dt]?frac$/.test(command)) return quotient(reader, depth);
  if (command === "sqrt") return [verbaliser.operators["√"], ...group(reader, depth)];
  const name = COMMANDS[command];
  if (name !== undefined) return [verbaliser.operators[name]];
  return GREEK.test(command) ? [command === "infty" ? "infinity" : command.toLowerCase()] : [];
}

function closed(reader: Reader, depth: number): string[] {
  const words = depth < MAX_DEPTH ? sequence(reader, depth + 1) : [];
  if (reader.tokens[reader.at] === "}") reader.at += 1;
  return words;
}

/** An argument: a group in braces, or one token. */
function group(reader: Reader, depth: number): string[] {
  if (reader.tokens[reader.at] === "}") return [];
  return item(reader, Math.min(depth + 1, MAX_DEPTH));
}

function exponent(reader: Reader, depth: number): string[] {
  const { tokens, at, verbaliser } = reader;
  const braced = tokens[at] === "{" && tokens[at + 2] === "}";
  const digits = braced ? tokens[at + 1] : tokens[at];
  if (digits === "2" || digits === "3") {
    reader.at += braced ? 3 : 1;
    return [verbaliser.operators[digits === "2" ? "²" : "³"]];
  }
  const raised = group(reader, depth);
  return verbaliser.language === "zh"
    ? ["的", ...raised, "次方"]
    : [verbaliser.operators["^"], ...raised];
}

function quotient(reader: Reader, depth: number): string[] {
  const { tokens, at, verbaliser } = reader;
  const [open, top = "", middle, next, bottom = "", close] = tokens.slice(at, at + 6);
  const simple = open === "{" && middle === "}" && next === "{" && close === "}";
  if (simple && /^[1-9]\d*$/.test(top) && /^[2-9]$|^[1-9]\d+$/.test(bottom)) {
    reader.at += 6;
    return [verbaliser.fraction(top, bottom)];
  }
  const numerator = group(reader, depth);
  return [...numerator, verbaliser.operators["÷"], ...group(reader, depth)];
}

export const latexRules: readonly Rule[] = [formula];
