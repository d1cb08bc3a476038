import { describe, expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

describe("a version", () => {
  test.each([
    ["Upgrade to v2.1.3 now.", "Upgrade to version two point one point three now."],
    ["It is version 2.10.", "It is version two point ten."],
    ["It is version v1.2.", "It is version one point two."],
    ["Use v3, please.", "Use version three, please."],
    ["Use 1.0.0-beta.2.", "Use one point zero point zero beta two."],
    ["Use 2.0rc1 or 3.x.", "Use two point zero r c one or three point x."],
    ["Python 3.11 is fast.", "Python three point eleven is fast."],
    [
      "Ubuntu 22.04 and iOS 17.4.1.",
      "Ubuntu twenty-two point zero four and i O S seventeen point four point one.",
    ],
    [
      "Section 3.2.1 and Figure 2.10.",
      "Section three point two point one and Figure two point ten.",
    ],
    ["Guna versi 2.1.3 untuk ini.", "Guna versi dua perpuluhan satu perpuluhan tiga untuk ini."],
    ["请升级到2.1.3版。", "请升级到二点一点三版。"],
    ["第3.2.1节和3.11版本。", "第三点二点一节和三点十一版本。"],
  ])("%p is spoken part by part", (text, expected) => {
    expect(spoken(text)).toBe(expected);
  });

  test("is not found in a decimal or in a name with a V", () => {
    expect(spoken("It is 3.14 for the V2.")).not.toMatch(/fourteen|version/);
  });
});

describe("an internet address", () => {
  test.each([
    ["At 192.168.1.1.", "At one nine two dot one six eight dot one dot one."],
    [
      "At 10.0.0.1:8080 now",
      "At one zero dot zero dot zero dot one colon eight zero eight zero now",
    ],
    ["IP地址是10.0.0.1。", "I P 地址是一零点零点零点一。"],
    ["At 10.0.0.0/8.", "At one zero dot zero dot zero dot zero slash eight."],
  ])("%p is spoken digit by digit", (text, expected) => {
    expect(spoken(text)).toBe(expected);
  });

  test("is not found in numbers with a part above 255", () => {
    expect(spoken("Use 999.1.1.1.")).toContain("point");
  });
});
