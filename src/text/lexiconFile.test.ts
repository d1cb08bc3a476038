import { afterEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LexiconFile, openLexiconFile } from "./lexiconFile.ts";
import { spoken } from "./rules/spoken.fake.ts";

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

interface Opened {
  readonly path: string;
  readonly file: LexiconFile;
  readonly logged: readonly string[];
}

function opened(text: string): Opened {
  const folder = mkdtempSync(join(tmpdir(), "lexicon-"));
  const path = join(folder, "words.txt");
  writeFileSync(path, text);
  open.push(() => rmSync(folder, { recursive: true }));
  const logged: string[] = [];
  const file = openLexiconFile(path, (message) => logged.push(message));
  return { path, file, logged };
}

const said = (file: LexiconFile): string => spoken("gif", { lexicon: file.current() });

test("a lexicon file is read at the start", () => {
  const { file } = opened("gif = jif");
  expect(said(file)).toBe("jif");
  expect(file.problem()).toBeNull();
});

test("a file that is not UTF-8 changes nothing", () => {
  const { path, file, logged } = opened("gif = jif");
  writeFileSync(path, Buffer.from("caf\u00e9 = x\ngif = no\n", "latin1"));
  expect(said(file)).toBe("jif");
  expect(file.problem()).toMatch(/words\.txt is not UTF-8/);
  expect(logged).toHaveLength(1);
});

test("a file with an error at the start throws an Error with file name and line", () => {
  expect(() => opened("gif = jif\nwrong")).toThrow(/words\.txt, line 2: "wrong" is not an entry/);
});

test("a missing file throws an Error with its name", () => {
  expect(() => openLexiconFile("/nowhere/words.txt", () => {})).toThrow(/nowhere\/words\.txt/);
});

test("a changed file replaces all entries", () => {
  const { path, file, logged } = opened("gif = jif\nkl = k");
  writeFileSync(path, "gif = ghif");
  expect(said(file)).toBe("ghif");
  expect(spoken("kl", { lexicon: file.current() })).toBe("kl");
  expect(logged).toEqual([`lexicon ${path} changed and was read again`]);
});

test("after a change with an error the entries stay, and problem() returns the error until the file is correct", () => {
  const { path, file, logged } = opened("gif = jif");
  writeFileSync(path, "gif = ghif\nwrong");
  expect(said(file)).toBe("jif");
  expect(said(file)).toBe("jif");
  expect(file.problem()).toContain(`${path}, line 2: "wrong"`);
  expect(logged).toHaveLength(1);
  writeFileSync(path, "gif = jif");
  expect(file.problem()).toBeNull();
});

test("the entries stay if the file is deleted", () => {
  const { path, file } = opened("gif = jif");
  rmSync(path);
  expect(said(file)).toBe("jif");
  expect(file.problem()).toContain("words.txt");
});
