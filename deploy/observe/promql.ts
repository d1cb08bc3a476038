import { parser } from "@prometheus-io/lezer-promql";

/** The metrics and labels that a PromQL expression reads. */
export interface Reads {
  /** Each selector: its metric, and the labels that it matches. */
  readonly selectors: readonly { readonly metric: string; readonly labels: readonly string[] }[];
  /** Labels of `by`, `without`, `on`, `ignoring` and `group_left`. */
  readonly groupings: readonly string[];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Values of Grafana's variables that stand where PromQL has a duration. */
const DURATIONS = /\$__(rate_interval|range|interval)\b/g;

/**
 * Parses a PromQL expression, also one of a Grafana panel. Throws an Error if it is not valid.
 *
 * @example
 * readsOf('sum by (job) (rate(a_total{kind="x"}[5m]))');
 * // { selectors: [{ metric: "a_total", labels: ["kind"] }], groupings: ["job"] }
 */
export function readsOf(expression: string): Reads {
  const text = expression.replace(DURATIONS, "5m");
  const selectors: { metric: string; labels: string[] }[] = [];
  const groupings: string[] = [];
  const textOf = ({ from, to }: Span): string => text.slice(from, to);
  parser.parse(text).iterate({
    enter(node) {
      if (node.type.isError)
        throw new Error(`invalid PromQL at ${node.from}: ${text.slice(node.from)}`);
      if (node.name === "VectorSelector") selectors.push({ metric: "", labels: [] });
      const last = selectors.at(-1);
      if (node.name === "Identifier" && last !== undefined) last.metric = textOf(node);
      if (node.name === "LabelName") {
        const isGrouping = node.node.parent?.name === "GroupingLabels";
        if (isGrouping) groupings.push(textOf(node));
        else last?.labels.push(textOf(node));
      }
    },
  });
  return { selectors, groupings };
}
