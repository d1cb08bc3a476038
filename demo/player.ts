/** Arguments with which each player plays a file without a window, by its name. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  afplay: [],
  "pw-play": [],
  paplay: [],
  aplay: ["-q"],
  ffplay: ["-nodisp", "-autoexit", "-loglevel", "error"],
  mpv: ["--no-video", "--really-quiet"],
  play: ["-q"],
};

/** Names of the players that are tried, in order. */
export const PLAYERS = Object.keys(ARGUMENTS);

/** Time that a player may take beside the length of the audio, milliseconds. Without a sound card some of them hang. */
const EXTRA_MS = 3000;

/** Characters of a player's complaint that are shown. */
const MAX_COMPLAINT = 120;

interface Played {
  /** The player that played the file; null: none. */
  readonly player: string | null;
  /** Why the players before it did not. */
  readonly failures: readonly string[];
}

/** Plays a file of `seconds` of audio with the first player that can; `path` replaces the PATH on which they are searched. */
export async function play(file: string, seconds: number, path?: string): Promise<Played> {
  const failures: string[] = [];
  for (const [name, args] of Object.entries(ARGUMENTS)) {
    const program = Bun.which(name, path === undefined ? {} : { PATH: path });
    if (program === null) continue;
    const problem = await playWith([program, ...args, file], seconds);
    if (problem === null) return { player: name, failures };
    failures.push(`${name} ${problem}`);
  }
  return { player: null, failures };
}

/** Runs a player; returns null, or what it did instead of playing. */
async function playWith(command: readonly string[], seconds: number): Promise<string | null> {
  const startMs = performance.now();
  const child = Bun.spawn([...command], {
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
    timeout: seconds * 1000 + EXTRA_MS,
    killSignal: "SIGKILL",
  });
  const [complaint, code] = await Promise.all([child.stderr.text(), child.exited]);
  if (child.signalCode === "SIGKILL") return "did not end";
  const why = reasonIn(complaint);
  if (code !== 0) return `ended with code ${code}${why}`;
  // Without a sound card, ffplay complains and ends at once with code 0.
  const isEarly = performance.now() - startMs < (seconds * 1000) / 2;
  return isEarly && why !== "" ? `played nothing${why}` : null;
}

/**
 * Returns the end of a sentence with the line of a complaint that tells most: the last one about the sound device (ffplay
 * then blames the file), else the last one. Returns "" without a complaint.
 */
function reasonIn(complaint: string): string {
  const lines = complaint.trim().split("\n");
  const line = lines.findLast((each) => /\b(audio|device|sound)\b/i.test(each)) ?? lines.at(-1);
  return line === undefined || line === "" ? "" : `: ${line.trim().slice(0, MAX_COMPLAINT)}`;
}
