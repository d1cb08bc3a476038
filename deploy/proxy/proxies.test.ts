import { expect, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { nginxFile } from "./proxies.ts";

const ADDRESSES = { address: "127.0.0.1:1", a: "127.0.0.1:2", b: "127.0.0.1:3" };

test("nginxFile - the file of deploy/ gets other addresses and writes nothing outside of its folder", async () => {
  const text = await readFile(join(import.meta.dir, "../nginx.conf"), "utf8");
  const file = nginxFile(text, "/run/own", ADDRESSES);
  for (const address of Object.values(ADDRESSES)) expect(file).toContain(` ${address}`);
  expect(file).not.toMatch(/127\.0\.0\.1:909\d/);
  const paths = [...file.matchAll(/_temp_path (\S+);/g)].map(([, path]) => path);
  expect(paths).toHaveLength(5);
  expect(paths.every((path) => path?.startsWith("/run/own/"))).toBe(true);
});

test("nginxFile - a file without one of the addresses is an error that names it", () => {
  expect(() => nginxFile("http {\n}", "/run/own", ADDRESSES)).toThrow("listen 127.0.0.1:9090");
});
