import { expect, test } from "bun:test";
import { shownUrl } from "./shownUrl.ts";

test("of a URL nobody sees name and password, however they are written", () => {
  const cases = [
    ["http://user:word@lm.local:8000/v1", "http://lm.local:8000/v1"],
    ["http://user:pass@word@lm.local/v1", "http://lm.local/v1"],
    ["http://user:pass/wo@rd@lm.local/v1", "http://lm.local/v1"],
    ["user:word@lm.local", "lm.local"],
    ["http://lm.local/@team/v1?mail=a@b", "http://lm.local/@team/v1?mail=a@b"],
    ["http://lm.local:8000", "http://lm.local:8000"],
  ] as const;
  for (const [url, shown] of cases) expect(shownUrl(url)).toBe(shown);
});
