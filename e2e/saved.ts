import type { Page } from "playwright-core";

/** Clicks a button that saves a file; returns the path of the file. */
export async function savedFile(page: Page, button: string): Promise<string> {
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: button, exact: true }).click();
  return (await saving).path();
}

interface Media {
  readonly codec: string;
  /** 0 for captions. */
  readonly seconds: number;
}

/** Returns what ffprobe reads in a file. Throws an Error if it does not accept the file. */
export async function mediaOf(path: string): Promise<Media> {
  const child = Bun.spawn(
    ["ffprobe", "-v", "error", "-of", "json", "-show_streams", "-show_format", path],
    { stdout: "pipe", stderr: "pipe" },
  );
  const [output, errors, code] = await Promise.all([
    new Response(child.stdout).json(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  if (code !== 0 || errors !== "") throw new Error(`ffprobe: ${errors}`);
  const seconds = Number(output.format.duration ?? output.streams[0].duration ?? 0);
  return { codec: output.streams[0].codec_name, seconds };
}
