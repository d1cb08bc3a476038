import { expect, test } from "bun:test";
import { descriptorError, descriptorLimit } from "./descriptors.ts";

test("more connections than the limit of descriptors are refused with a message that names it", () => {
  expect(descriptorError(1000, 1024)).toContain("1024 files, ulimit -n");
  expect(descriptorError(1000, 1024)).toContain('"ulimit -n 1064"');
  expect(descriptorError(960, 1024)).toBeNull();
  expect(descriptorError(1e9, Infinity)).toBeNull();
});

test("the limit of this process is positive", () => {
  expect(descriptorLimit()).toBeGreaterThan(2);
});
