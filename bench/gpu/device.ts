import { cpus } from "node:os";

/** Describes the device: name, driver and memory of the first GPU, or the processor. */
export async function deviceLine(device: "cpu" | "cuda"): Promise<string> {
  if (device === "cpu") return `CPU (${cpus()[0]?.model ?? "unknown processor"}); no GPU figures`;
  return (
    (await query("name,driver_version,memory.total")) ?? "a GPU that nvidia-smi does not describe"
  );
}

/** Returns the memory in use on the first GPU, MiB; NaN if nvidia-smi does not tell. */
export async function deviceMiB(): Promise<number> {
  return Number.parseFloat((await query("memory.used")) ?? "NaN");
}

/** Returns the first line of nvidia-smi's answer, or null without nvidia-smi. */
async function query(fields: string): Promise<string | null> {
  try {
    const child = Bun.spawn(["nvidia-smi", `--query-gpu=${fields}`, "--format=csv,noheader"], {
      stderr: "ignore",
    });
    const text = await new Response(child.stdout).text();
    return text.trim().split("\n")[0] || null;
  } catch {
    return null;
  }
}
