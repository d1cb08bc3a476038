import type { Gate } from "../../figures/gate.ts";
import { gateWords } from "../../headline/amounts.ts";
import type { Limit } from "./chart.ts";

/** Returns the limits of the gates on `quantities`, divided by `divisor`. */
export function limitsOf(
  gates: readonly Gate[],
  quantities: readonly Gate["quantity"][],
  divisor: number,
): Limit[] {
  return gates
    .filter(({ quantity }) => quantities.includes(quantity))
    .map((gate) => ({ label: gateWords(gate), y: gate.limit / divisor, x: null }));
}

/** Returns the limits of the gates on `quantity`, each at its percentile if it has one: p95 at −log10(0.05). */
export function percentileLimits(
  gates: readonly Gate[],
  quantity: Gate["quantity"],
  divisor: number,
): Limit[] {
  return gates
    .filter((gate) => gate.quantity === quantity)
    .map((gate) => {
      const [, percent] = /^p(\d+)$/.exec(gate.statistic ?? "") ?? [];
      const x = percent === undefined ? null : -Math.log10(1 - Number(percent) / 100);
      return { label: gateWords(gate), y: gate.limit / divisor, x };
    });
}
