import { describe, expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  ["苹果5元/斤，3~8元/箱。", "苹果每斤五元，每箱三到八元。"],
  ["房价2.5万元/平方米，也有3万/平米的。", "房价每平方米二点五万元，也有每平米三万的。"],
  ["心率72次/分，转速3500转/分。", "心率每分钟七十二次，转速每分钟三千五百转。"],
  ["限速120公里/小时。", "限速每小时一百二十公里。"],
  ["每人2个/天。", "每人每天两个。"],
])("the rate in %p is spoken with 每 first", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["独得300w张票。", "独得三百万张票。"],
  ["涨粉1.2w，又涨粉2W。", "涨粉一点二万，又涨粉两万。"],
  ["年薪15w-20w。", "年薪十五万到二十万。"],
  ["卖3-5w。", "卖三到五万。"],
  ["10万-20万元，2000万~3000万元。", "十万到二十万元，两千万到三千万元。"],
  ["月薪15k-20k，底薪8K。", "月薪一万五千到两万，底薪八千。"],
  ["有10k下载量。", "有一万下载量。"],
])("w is 万 and k is 千 in %p", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["支持65w快充。", "支持六十五瓦快充。"],
  ["功率是300w。", "功率是三百瓦。"],
  ["功率2000W。", "功率两千瓦。"],
])("the w in %p means watts", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["身高1米75，体重65公斤。", "身高一米七五，体重六十五公斤。"],
  ["百米9秒58。", "百米九秒五八。"],
  ["5块25一斤。", "五块二五一斤。"],
  ["每米10个。", "每米十个。"],
  ["走了2米10个人。", "走了两米十个人。"],
])("digits after a unit in %p are decimals unless they count something", (text, words) => {
  expect(spoken(text)).toBe(words);
});

describe("a range", () => {
  test.each([
    ["温度-5度~8度。", "温度零下五度到八度。"],
    ["气温-5~8度。", "气温零下五度到八度。"],
    ["气温-10~-5度。", "气温零下十到零下五度。"],
    ["零下5°C~零上3°C。", "零下五摄氏度到零上三摄氏度。"],
    ["10米-20米，3天~5天。", "十米到二十米，三天到五天。"],
    ["周1-周5，周三~五。", "周一到周五，周三到五。"],
    ["第3章~第5章，第1-3页。", "第三章到第五章，第一到三页。"],
    ["9:00~次日2:00。", "九点到次日两点。"],
    ["三~五天，一-二年级。", "三到五天，一到二年级。"],
  ])("in %p is spoken with 到", (text, words) => {
    expect(spoken(text)).toBe(words);
  });
});

test.each([
  ["第1234567890名，第100000000号。", "第十二亿三千四百五十六万七千八百九十名，第一亿号。"],
  ["第007号。", "第零零七号。"],
])("an ordinal in %p is spoken as a number unless it has a leading zero", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["-1/3是负数，-百分之5也是。", "负三分之一是负数，负百分之五也是。"],
  ["吃了1 / 2。", "吃了二分之一。"],
  ["6 / 2的结果。", "六 除以 二的结果。"],
])("a fraction with a sign or blanks in %p is a fraction or a division", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["中国1-2日本。", "中国一比二日本。"],
  ["广州队1-3，惜败。", "广州队一比三，惜败。"],
  ["中国队5-10年内进步。", "中国队五到十年内进步。"],
  ["3-0横扫对手。", "三比零横扫对手。"],
])("numbers after a team in %p are a score unless they count something", (text, words) => {
  expect(spoken(text)).toBe(words);
});
