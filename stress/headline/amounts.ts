import { type Gate, gateName, gateUnit, isQuantity } from "../figures/gate.ts";
import { NOTICED_STALL_MS } from "../figures/player.ts";

type Unit = ReturnType<typeof gateUnit>;

/** Formats milliseconds with at least three digits: 41.3 ms, 412 ms, 2.29 s. */
export function duration(ms: number): string {
  return amount(ms, "ms", 3);
}

/** Formats a gate in words, for example `first audio p95 < 300 ms`. */
export function gateWords(gate: Gate): string {
  return `${gateName(gate)} ${gate.comparison} ${amount(gate.limit, gateUnit(gate), 3)}`;
}

/** Formats what a gate asks of a single request, for example `first audio < 300 ms`; null if it limits only levels. */
export function requestWords(gate: Gate): string | null {
  if (isQuantity(gate.quantity)) return gateWords({ ...gate, statistic: null });
  return gate.quantity === "stall_rate" ? `no stall above ${NOTICED_STALL_MS} ms` : null;
}

/** Formats a value of `gate`, with as many digits as distinguish it from the limit. */
export function gateValue(gate: Gate, value: number): string {
  const unit = gateUnit(gate);
  for (let digits = 3; digits < 9; digits++) {
    const text = amount(value, unit, digits);
    if (text !== amount(gate.limit, unit, digits)) return text;
  }
  return amount(value, unit, 9);
}

/** Says how far a value is beyond the limit of `gate` that it misses, for example `112 ms over`. */
export function missWords(gate: Gate, value: number): string {
  const beyond = Math.abs(value - gate.limit);
  if (beyond === 0) return "exactly the limit";
  const unit = gateUnit(gate);
  const text =
    unit === "share" ? `${short(100 * beyond, 3)} percentage points` : amount(beyond, unit, 3);
  return `${text} ${value > gate.limit ? "over" : "under"} the limit`;
}

/** Formats a number of requests per second, with its unit. */
export function rate(qps: number): string {
  return amount(qps, "rate", 3);
}

/** Formats a count with its noun: 1 request, 1,200 requests. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? noun : plural}`;
}

/** Formats a time in the units that a reader plans with: 45 s, 4 min 51 s, 1 h 5 min. */
export function spanWords(ms: number): string {
  const s = Math.ceil(ms / 1000);
  if (s < 60) return `${s} s`;
  const [minutes, seconds] = [Math.floor(s / 60), s % 60];
  if (minutes < 60) return seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`;
  const rest = minutes % 60;
  const hours = Math.floor(minutes / 60);
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** Joins the parts of a list: `a, b and c`. */
export function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}

function amount(value: number, unit: Unit, digits: number): string {
  if (unit === "ms")
    return Math.abs(value) < 1000
      ? `${short(value, digits)} ms`
      : `${short(value / 1000, digits)} s`;
  if (unit === "share") return `${short(100 * value, digits)} %`;
  const text = short(value, digits);
  return unit === "rate" ? `${text} ${text === "1" ? "request" : "requests"}/s` : text;
}

/** Rounds to `digits` significant digits, but keeps all digits of the integer part. */
function short(value: number, digits: number): string {
  const wholeDigits = Math.floor(Math.log10(Math.max(1, Math.abs(value)))) + 1;
  return String(Number(value.toPrecision(Math.max(digits, wholeDigits))));
}
