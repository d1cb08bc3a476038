import { describe, expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

describe("an e-mail address", () => {
  test.each([
    [
      "Write to jane.doe99@mail.co.uk, please.",
      "Write to jane dot doe nine nine at mail dot co dot u k, please.",
    ],
    ["(HR@firm.com)", "(h r at firm dot com)"],
    ["Ask no-reply@a-b.io.", "Ask no dash reply at a dash b dot i o."],
    ["Ask user+tag@gmail.com!", "Ask user plus tag at gmail dot com!"],
    ["mailto:it@uitm.edu.my", "i t at u i t m dot edu dot m y"],
    ["Mail a@mail.com.Then go.", "Mail a at mail dot com.Then go."],
    ["请联系info@mail.com。", "请联系info at mail dot com。"],
    ["请联系zhang99@mail.com。", "请联系zhang 九九 at mail dot com。"],
    [
      "Sila e-mel kepada ali_ahmad@contoh.my untuk ini.",
      "Sila e-mel kepada ali garis bawah ahmad di contoh titik m y untuk ini.",
    ],
  ])("%p is spoken", (text, expected) => {
    expect(spoken(text)).toBe(expected);
  });
});

describe("a web address", () => {
  test.each([
    ["Visit https://www.example.com/ for it.", "Visit example dot com for it."],
    [
      "See https://a.org/docs/index.html?x=1#top.",
      "See a dot org slash docs slash index dot h t m l.",
    ],
    [
      "(https://en.wikipedia.org/wiki/Foo_(bar)).",
      "(e n dot wikipedia dot org slash wiki slash Foo underscore bar).",
    ],
    [
      "At http://10.0.0.1:8080/admin now",
      "At one zero dot zero dot zero dot one colon eight zero eight zero slash admin now",
    ],
    ["At localhost:3000/api.", "At localhost colon three zero zero zero slash a p i."],
    ["Docs are at example.org/guide, yes.", "Docs are at example dot org slash guide, yes."],
    ["bing.com.Then we go.", "bing dot com.Then we go."],
    [
      "Untuk ini, data.gov.my dan contoh.my!",
      "Untuk ini, data titik gov titik m y dan contoh titik m y!",
    ],
    ["请访问www.example.com。", "请访问example dot com。"],
    ["请看https://news.cn/2024查看", "请看news dot c n 斜杠二零二四查看"],
  ])("%p is spoken", (text, expected) => {
    expect(spoken(text)).toBe(expected);
  });

  test.each([
    "The end.Start here.",
    "See e.g. a.m. and U.S.A there.",
    "I left.so what.",
    "Yes.in fact",
    "a/b and c",
  ])("is not found in %p", (text) => {
    expect(spoken(text)).not.toMatch(/\b(?:dot|slash)\b/);
  });

  test("stays as written if addresses are switched off", () => {
    expect(spoken("See a.org/b and x.txt.", { urls: false })).toBe("See a.org/b and x.txt.");
    expect(spoken("Ask it@x.com.", { emails: false })).toBe("Ask it@x.com.");
  });
});

describe("the name of a file", () => {
  test.each([
    ["Open report_final.txt, please.", "Open report final dot t x t, please."],
    ["photo.jpg and song.mp3.", "photo dot j p g and song dot m p three."],
    ["See README.md (data.json).", "See readme dot m d (data dot json)."],
    ["Edit src/text/web.ts.", "Edit s r c slash text slash web dot t s."],
    ["In /etc/nginx/nginx.conf", "In slash etc slash nginx slash nginx dot conf"],
    ["photo (1).jpg", "photo one dot j p g"],
    ["C:\\Users\\doc.txt", "C colon slash Users slash doc dot t x t"],
    ["All .txt files", "All dot t x t files"],
    ["打开报告report.docx吧。", "打开报告report dot d o c x吧。"],
  ])("%p is spoken", (text, expected) => {
    expect(spoken(text)).toBe(expected);
  });
});
