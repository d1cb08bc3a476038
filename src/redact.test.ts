import { expect, test } from "bun:test";
import { createRedactor, redactUrl, urlSecrets } from "./redact.ts";

test("createRedactor() - replaces each secret, also its JSON-escaped and URL-encoded forms", () => {
  const redact = createRedactor(['we"ird', "a b/c"]);
  expect(redact('we"ird we\\"ird we%22ird')).toBe("(hidden) (hidden) (hidden)");
  expect(redact("a b/c a%20b%2Fc a b")).toBe("(hidden) (hidden) a b");
});

test("createRedactor() - replaces a secret completely even if another secret is its prefix", () => {
  expect(createRedactor(["key-1", "key-12"])("key-12 key-1")).toBe("(hidden) (hidden)");
});

test("createRedactor() - ignores secrets of fewer than four UTF-16 units", () => {
  expect(createRedactor(["", "cat"])("cats")).toBe("cats");
  expect(createRedactor(["cats"])("cats")).toBe("(hidden)");
});

test("createRedactor() - replaces a secret with a lone surrogate", () => {
  expect(createRedactor(["key\ud800"])("key\ud800!")).toBe("(hidden)!");
});

test.each([
  ["http://user:word@lm.local:8000/v1", "http://lm.local:8000/v1"],
  ["http://user:pass@word@lm.local/v1", "http://lm.local/v1"],
  ["http://user:pass/wo@rd@lm.local/v1", "http://lm.local/v1"],
  ["http://user@lm.local?a=b", "http://lm.local?a=b"],
  ["git+ssh://user:word@lm.local/x", "git+ssh://lm.local/x"],
  ["http://user:wo\nrd@lm.local/\nx", "http://lm.local/\nx"],
  ["user:word@lm.local", "lm.local"],
  ["http://lm.local/@team/v1?mail=a@b", "http://lm.local/@team/v1?mail=a@b"],
  ["http://lm.local?mail=a@b", "http://lm.local?mail=a@b"],
  ["http://lm.local#a@b", "http://lm.local#a@b"],
  ["http://lm.local:8000", "http://lm.local:8000"],
])("redactUrl() - %j becomes %j", (url, shown) => {
  expect(redactUrl(url)).toBe(shown);
});

test.each([
  ["http://user:wo%2Frd@lm.local", ["user", "wo%2Frd", "wo/rd"]],
  ["http://user:w@o:rd@lm.local", ["user", "w@o:rd", "w%40o%3Ard"]],
  ["http://user:a%zz@lm.local", ["user", "a%zz"]],
  ["http://user@lm.local", ["user"]],
  ["http://:word@lm.local", ["word"]],
  ["user:word@lm.local", ["user", "word"]],
  ["http://lm.local/@team", []],
])("urlSecrets() - returns the user name and password of %j in every spelling", (url, secrets) => {
  expect(urlSecrets(url)).toEqual(secrets);
});
