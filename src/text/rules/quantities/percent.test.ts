import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  [
    "Sales rose 15% and then 2.7 %.",
    "Sales rose fifteen percent and then two point seven percent.",
  ],
  [
    "It fell by -3%, or (-0.5%).",
    "It fell by minus three percent, or (minus zero point five percent).",
  ],
  [
    "The discount is 10%~20% or 5-10%.",
    "The discount is ten to twenty percent or five to ten percent.",
  ],
  ["It is 5% - 10% today.", "It is five to ten percent today."],
  ["We need 1,000% more, 50%+ now.", "We need one thousand percent more, fifty percent plus now."],
  ["The salt is at 3‰ here.", "The salt is at three per mille here."],
  [
    "Jualan itu naik 15% dan 2.7%.",
    "Jualan itu naik lima belas peratus dan dua perpuluhan tujuh peratus.",
  ],
  ["Diskaun ini 5-10% sahaja.", "Diskaun ini lima hingga sepuluh peratus sahaja."],
  ["增长了6.3%。", "增长了百分之六点三。"],
  ["价格上涨10%~20%。", "价格上涨百分之十到百分之二十。"],
  ["增长5到10%，下降-3%。", "增长百分之五到百分之十，下降负百分之三。"],
  ["今天打折50%以上，或者30%+。", "今天打折百分之五十以上，或者百分之三十以上。"],
  ["盐度是3‰。", "盐度是千分之三。"],
  ["今天有30%的折扣。", "今天有百分之三十的折扣。"],
])("%p is read as %p", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

test.each(["The code is 5 % 3 here", "The path is a%20b and x5%20y"])(
  "%p contains no percentage",
  (text) => {
    expect(spoken(text)).not.toContain("percent");
  },
);

test("percentages stay as written if numbers are switched off", () => {
  const text = "It rose 15%.";
  expect(spoken(text, { numbers: false })).toBe(text);
});
