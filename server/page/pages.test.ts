import { expect, test } from "bun:test";
import { build } from "../app.fake.ts";

const PAGES = ["/", "/live", "/docs"];
/** Bundling takes 0.2 s, but on a busy machine much longer. */
const LIMIT_MS = 60_000;

test(
  "pages load scripts and styles of this server only, by relative addresses that exist",
  async () => {
    const { app } = build();
    for (const path of [...PAGES, "/live/", "/docs/"]) {
      const response = await app.request(path);
      expect(response.status).toBe(200);
      const policy = response.headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain("unsafe");
      const text = await response.text();
      expect(text).not.toMatch(/<script(?![^>]*src=)|<style|\sstyle=|\son\w+=/);
      const links = Array.from(text.matchAll(/(?:src|href)="([^"]*)"/g), ([, link = ""]) => link);
      expect(links.length).toBeGreaterThan(5);
      for (const link of links) {
        expect(link).not.toMatch(/^(?:\/|https?:)/);
        const { pathname } = new URL(link, `http://localhost${path}`);
        expect({ pathname, status: (await app.request(pathname)).status }).toEqual({
          pathname,
          status: 200,
        });
      }
    }
  },
  LIMIT_MS,
);

test(
  "scripts are bundled for the browser and have all that they import",
  async () => {
    const { app } = build();
    for (const name of ["playground.js", "live.js", "docs.js", "player.js"]) {
      const response = await app.request(`/page/${name}`);
      expect(response.headers.get("content-type")).toContain("text/javascript");
      const text = await response.text();
      expect(new Bun.Transpiler().scan(text).imports).toEqual([]);
    }
  },
  LIMIT_MS,
);

test("other files are no part of the pages", async () => {
  const { app } = build();
  for (const name of ["shell.ts", "..%2fpages.ts", "constructor", ""])
    expect((await app.request(`/page/${name}`)).status).toBe(404);
});

test("the pages need no key, their data does", async () => {
  const { app } = build(undefined, { API_KEYS: "one" });
  for (const path of [...PAGES, "/page/style.css"])
    expect((await app.request(path)).status).toBe(200);
  expect((await app.request("/live/events")).status).toBe(401);
});

test("links have the prefix that a proxy has removed, unless it names another host", async () => {
  const { app } = build();
  const linksFor = async (prefix: string): Promise<string> =>
    (await app.request("/", { headers: { "x-forwarded-prefix": prefix } })).text();
  for (const prefix of ["/tts", "/speech/tts/"])
    expect(await linksFor(prefix)).toContain(
      `src="${prefix.replace(/\/$/, "")}/page/playground.js"`,
    );
  for (const prefix of ["//evil.test", "https://evil.test", '/"><script>', "/", "/a//b", "tts"])
    expect(await linksFor(prefix)).toContain('src="./page/playground.js"');
});
