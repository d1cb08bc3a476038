import { rounded } from "../records/record.ts";
import { meantName } from "../../src/spelling.ts";
import { percent } from "./percent.ts";

/** Measured quantities that a gate limits, and their names in sentences. */
const QUANTITY_NAMES = {
  response: "response time",
  service: "service time",
  ttfa: "first audio",
  audible_ttfa: "first audible sound",
  rtf: "real-time factor",
  chunk_gap: "gap between chunks",
  // The following are measured only in conversations.
  first_token_to_byte: "first token to first byte",
  first_token_to_sound: "first token to first sound",
  sound_after_cancel: "cancel to last sound",
  cancel_acknowledged: "cancel to acknowledgement",
  slot_freed: "cancel to free slot",
  token_lag: "lag of the tokens",
} as const;
export type Quantity = keyof typeof QUANTITY_NAMES;
export const QUANTITIES: readonly Quantity[] = Object.keys(QUANTITY_NAMES).filter(isQuantity);
const STATISTICS = ["mean", "p50", "p90", "p95", "p99", "max"] as const;
export type Statistic = (typeof STATISTICS)[number];
/** Figures of a whole level that a gate limits, and their names in sentences. */
const LEVEL_FIGURE_NAMES = {
  stall_rate: "stall rate",
  error_rate: "error rate",
  goodput: "goodput",
  achieved_qps: "achieved rate",
  alignment_error_rate: "rate of alignment errors",
} as const;
type LevelFigure = keyof typeof LEVEL_FIGURE_NAMES;
type Comparison = "<" | "<=" | ">" | ">=";

/** One condition of `--slo`. */
export interface Gate {
  /** The text of the gate. */
  readonly expr: string;
  readonly quantity: Quantity | LevelFigure;
  /** Null for figures of a whole level. */
  readonly statistic: Statistic | null;
  readonly comparison: Comparison;
  /** Milliseconds, a fraction, or a plain number. */
  readonly limit: number;
}

/** A gate after the run. */
export interface GateResult {
  readonly expr: string;
  /** The measured value, of several levels the worst. Null if a level did not measure it; the gate then fails. */
  readonly value: number | null;
  readonly pass: boolean;
}

/**
 * Parses gates separated by commas. Throws Error that names the invalid gate and the grammar.
 *
 * @example
 * parseSlo("ttfa_p95<300ms,stall_rate<1%");
 */
export function parseSlo(text: string): Gate[] {
  return text.split(",").map((part) => parseGate(part.trim()));
}

/** Returns the gates in the settings that a run stored. */
export function savedGates({ slo }: Readonly<Record<string, unknown>>): readonly Gate[] {
  return typeof slo === "string" && slo !== "" ? parseSlo(slo) : [];
}

function parseGate(expr: string): Gate {
  const match =
    /^([a-z_]+?)(?:_(mean|p50|p90|p95|p99|max))?\s*(<=|>=|<|>)\s*([\d.]+)\s*(ms|s|%)?$/.exec(expr);
  const [, name = "", statistic, comparison, number = "", unit] = match ?? [];
  const limit = Number(number);
  const isTime = isQuantity(name) && name !== "rtf";
  const isKnown = statistic === undefined ? isKey(name, LEVEL_FIGURE_NAMES) : isQuantity(name);
  const unitFits = isTime ? unit === "ms" || unit === "s" : unit !== "ms" && unit !== "s";
  if (match === null || !isKnown || !unitFits || Number.isNaN(limit))
    throw new Error(
      `"${expr}" is not a gate${hintFor(expr)}; expected {${Object.keys(QUANTITY_NAMES).join("|")}}_{${STATISTICS.join("|")}} or ` +
        `${Object.keys(LEVEL_FIGURE_NAMES).join("|")}, then < <= > or >=, then a number with ms, s or %; example: ttfa_p95<300ms,stall_rate<1%`,
    );
  return {
    expr,
    quantity: name as Quantity | LevelFigure, // checked by `isKnown`
    statistic: (statistic as Statistic | undefined) ?? null, // the pattern allows only these words
    comparison: comparison as Comparison,
    limit: unit === "s" ? limit * 1000 : unit === "%" ? limit / 100 : limit,
  };
}

/** Every name that a gate can begin with. */
const GATE_NAMES: readonly string[] = [
  ...Object.keys(QUANTITY_NAMES).flatMap((name) => STATISTICS.map((each) => `${name}_${each}`)),
  ...Object.keys(LEVEL_FIGURE_NAMES),
];

/** Returns what is probably wrong with an invalid gate: a misspelt name, or a time without its unit; "" if neither. */
function hintFor(expr: string): string {
  const [name = ""] = /^\w+/.exec(expr) ?? [];
  const meant = meantName(name, GATE_NAMES);
  if (meant !== null) return `: did you mean ${meant}?`;
  const isTime = QUANTITIES.some(
    (quantity) => quantity !== "rtf" && name.startsWith(`${quantity}_`),
  );
  const isBare = GATE_NAMES.includes(name) && /\d$/.test(expr);
  return isTime && isBare ? `: a time needs a unit, such as ${expr}ms` : "";
}

/** Returns true if `value` is within the limit of the gate. */
export function holds(value: number, { comparison, limit }: Gate): boolean {
  if (comparison === "<") return value < limit;
  if (comparison === "<=") return value <= limit;
  return comparison === ">" ? value > limit : value >= limit;
}

/** Returns true if `quantity` is measured for each request, false if it is a figure of a whole level. */
export function isQuantity(quantity: string): quantity is Quantity {
  return isKey(quantity, QUANTITY_NAMES);
}

/** Names what a gate limits, for example `first audio p95`. */
export function gateName({ quantity, statistic }: Pick<Gate, "quantity" | "statistic">): string {
  if (!isQuantity(quantity)) return LEVEL_FIGURE_NAMES[quantity];
  const name = QUANTITY_NAMES[quantity];
  return statistic === null ? name : `${name} ${statistic}`;
}

/** The unit of a gate's values: milliseconds, a fraction, requests per second, or none. */
export function gateUnit({ quantity }: Gate): "ms" | "share" | "rate" | "" {
  if (quantity === "rtf") return "";
  if (quantity === "achieved_qps") return "rate";
  return isQuantity(quantity) ? "ms" : "share";
}

/** Formats a result, for example `ttfa_p95<300ms: NOT MET (412 ms)`. */
export function gateLine({ expr, value, pass }: GateResult): string {
  const text = value === null ? "not measured" : formatValue(expr, value);
  return `${expr}: ${pass ? "met" : "NOT MET"} (${text})`;
}

function formatValue(expr: string, value: number): string {
  const unit = gateUnit(parseGate(expr));
  if (unit === "share") return percent(value);
  return unit === "ms" ? `${rounded(value)} ms` : String(rounded(value));
}

function isKey<T extends object>(name: string, object: T): name is Extract<keyof T, string> {
  return Object.hasOwn(object, name);
}
