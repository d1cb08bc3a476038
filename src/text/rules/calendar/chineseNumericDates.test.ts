import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  ["生于2019·2·10。", "生于二零一九年二月十日。"],
  ["日期：12/2/2。", "日期：一二年二月二日。"],
  ["日期是12.2.3。", "日期是一二年二月三日。"],
  ["2008.08毕业，08.2012入职。", "二零零八年八月毕业，二零一二年八月入职。"],
  ["他在08-08见我，我在09.10走。", "他在八月八日见我，我在九月十日走。"],
  ["31/12也放假。", "十二月三十一日也放假。"],
  ["明天3/15开会。", "明天三月十五日开会。"],
])("the date in %p is spoken", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["价格2008.08元。", "价格两千零八点零八元。"],
  ["增长率为08.08。", "增长率为八点零八。"],
  ["占31/12的一半。", "占十二分之三十一的一半。"],
])("the number in %p is not read as a date", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["44 BC，他死了。", "公元前四四年，他死了。"],
  ["他生于234bc。", "他生于公元前二三四年。"],
  ["2934a.d.的事。", "公元二九三四年的事。"],
  ["1823年3月bc的事。", "公元前一八二三年三月的事。"],
  ["AD 79，火山爆发。", "公元七九年，火山爆发。"],
])("the era in %p is spoken before the year", (text, words) => {
  expect(spoken(text)).toBe(words);
});
