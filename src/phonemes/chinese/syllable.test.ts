import { expect, test } from "bun:test";
import { syllablePhonemes } from "./syllable.ts";

test.each([
  ["ma1", "ma→"],
  ["ma2", "ma↗"],
  ["ma3", "ma↓"],
  ["ma4", "ma↘"],
  ["ma0", "ma"],
  ["zhuang4", "ꭧwa↘ŋ"],
  ["chi1", "ꭧʰɨ→"],
  ["shui3", "ʂwei↓"],
  ["ri4", "ɻɨ↘"],
  ["ci2", "ʦʰɨ↗"],
  ["si4", "sɨ↘"],
  ["yi1", "i→"],
  ["yin2", "i↗n"],
  ["ya2", "ja↗"],
  ["yan2", "jɛ↗n"],
  ["you3", "jou↓"],
  ["yong4", "jʊ↘ŋ"],
  ["yo1", "wo→"],
  ["wu3", "u↓"],
  ["wei4", "wei↘"],
  ["wen2", "wə↗n"],
  ["weng1", "wə→ŋ"],
  ["wang2", "wa↗ŋ"],
  ["yu3", "y↓"],
  ["yuan2", "ɥɛ↗n"],
  ["yue4", "ɥe↘"],
  ["yun2", "y↗n"],
  ["ju1", "ʨy→"],
  ["quan2", "ʨʰɥɛ↗n"],
  ["xue2", "ɕɥe↗"],
  ["xun4", "ɕy↘n"],
  ["jiong3", "ʨjʊ↓ŋ"],
  ["xiang4", "ɕja↘ŋ"],
  ["lü4", "ly↘"],
  ["lüe4", "lɥe↘"],
  ["nü3", "ny↓"],
  ["liu2", "ljou↗"],
  ["gui4", "kwei↘"],
  ["lun2", "lwə↗n"],
  ["bo1", "pwo→"],
  ["duo1", "two→"],
  ["dong1", "tʊ→ŋ"],
  ["er2", "ɚ↗"],
  ["o4", "ɔ↘"],
  ["ng4", "ŋ↘"],
  ["ê1", "ɛ→"],
  ["e2", "ɤ↗"],
  ["an1", "a→n"],
])("syllablePhonemes() - %s is %s", (syllable, phonemes) => {
  expect(syllablePhonemes(syllable)).toBe(phonemes);
});

test.each(["", "ma", "ma5", "xyz1", "行", "constructor1", "b1"])(
  "syllablePhonemes() - null for %p, which is no syllable",
  (syllable) => {
    expect(syllablePhonemes(syllable)).toBeNull();
  },
);
