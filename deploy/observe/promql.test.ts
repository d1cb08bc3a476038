import { expect, test } from "bun:test";
import { readsOf } from "./promql.ts";

test("readsOf() - returns metrics, matched labels and grouping labels", () => {
  const expression = `histogram_quantile(0.9, sum by (job, le) (rate(a_bucket{x="1",y=~"$z"}[5m])))
    / on (job) group_left (pod) utter:b:rate > 0.05`;
  expect(readsOf(expression)).toEqual({
    selectors: [
      { metric: "a_bucket", labels: ["x", "y"] },
      { metric: "utter:b:rate", labels: [] },
    ],
    groupings: ["job", "le", "job", "pod"],
  });
});

test("readsOf() - reads Grafana's durations", () => {
  expect(
    readsOf("rate(a_total[$__rate_interval]) + increase(b_total[$__range])").selectors,
  ).toEqual([
    { metric: "a_total", labels: [] },
    { metric: "b_total", labels: [] },
  ]);
});

test.each(["sum by (job (a)", "rate(a[5m)", "a{x=1}", ""])(
  "readsOf() - refuses %p",
  (expression) => {
    expect(() => readsOf(expression)).toThrow();
  },
);
