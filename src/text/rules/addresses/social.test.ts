import { describe, expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

describe("social signs", () => {
  test.each([
    ["Thanks @alice for #OpenSource!", "Thanks at alice for hashtag Open Source!"],
    ["Ask @jane_doe and @JaneDoe.", "Ask at jane doe and at Jane Doe."],
    ["Ask @ali99.", "Ask at ali nine nine."],
    ["See #Top10 and #merdeka2024.", "See hashtag Top ten and hashtag merdeka twenty twenty-four."],
    ["See #SaveKLCC.", "See hashtag Save K L C C."],
    ["We are #1 again.", "We are number one again."],
    ["See #123, #007.", "See number one hundred twenty-three, number zero zero seven."],
    ["Use #FF5733.", "Use hash F F five seven three three."],
    ["See you @ noon.", "See you at noon."],
    ["Ask root@localhost, @@@.", "Ask root at localhost, at."],
    ["#新年快乐#大家好。", "hashtag 新年快乐大家好。"],
    ["请@小明看。", "请at 小明看。"],
    ["Ikuti @ali untuk ini.", "Ikuti at ali untuk ini."],
  ])("%p is spoken", (text, expected) => {
    expect(spoken(text)).toBe(expected);
  });

  test.each(["C# and F# here", "a#b and x#y", "Hey #, you."])("are not found in %p", (text) => {
    expect(spoken(text)).not.toMatch(/hashtag|number|\bat\b/);
  });
});
