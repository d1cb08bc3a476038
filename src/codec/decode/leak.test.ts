import { expect, test } from "bun:test";
import { join } from "node:path";
import { codesOf } from "./decoder.fake.ts";
import { openDecoder } from "./decoder.ts";

const FIXTURE = join(import.meta.dir, "../../../fixtures/decoder.onnx");
const MIB = 2 ** 20;

test("decode() - memory stays flat over 5,000 runs", async () => {
  const decoder = await openDecoder({
    file: FIXTURE,
    device: "cpu",
    threads: 1,
    lanes: 1,
    graphs: [],
    libraryPath: null,
    log: () => {},
  });
  try {
    const rows = Array.from({ length: 2 }, (_, row) => Int32Array.from(codesOf(12, row)));
    const runs = async (count: number): Promise<number> => {
      for (let run = 0; run < count; run += 1) await decoder.decode(rows);
      Bun.gc(true);
      return process.memoryUsage().rss;
    };
    const before = await runs(1000);
    const grown = (await runs(4000)) - before;
    expect(grown).toBeLessThan(24 * MIB);
  } finally {
    await decoder.close();
  }
}, 60_000);
