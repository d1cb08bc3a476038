import { expect, test } from "bun:test";
import { shortened } from "./shorten.ts";

test.each(["rules.yml", "alerts.yml"])("no time of %s stays longer than 30 s", async (name) => {
  const text = await Bun.file(`${import.meta.dir}/../${name}`).text();
  const code = shortened(text).replaceAll(/^\s*#.*$|summary:.*$/gm, "");
  expect(code.match(/\b\d+[mhd]\b|3600/g)).toBeNull();
  expect(text.match(/\b\d+[mh]\b/g)?.length).toBeGreaterThan(5);
});
