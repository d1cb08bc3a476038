import type { Command } from "commander";
import { positive } from "../flags.ts";
import { atMost, type Goals, openGoals } from "../goals.ts";
import { quantile } from "../quantile.ts";
import { readReady } from "../ready.ts";
import { type ServerProcess, startServer } from "../serverProcess.ts";
import { replyOf } from "./replies.ts";
import { storm } from "./storm.ts";
import { openTalker, type Turn } from "./talker.ts";

const GOALS = { clauseMs: 150, tokenMs: 350, stopMs: 100, freeMs: 200 };
const TOKENS_PER_S = [20, 50, 100] as const;
const CONVERSATIONS = 20;
/** Interval at which the slots are read after an interruption, milliseconds. */
const LOOK_MS = 5;

interface Options {
  readonly engine: string;
  readonly quick: boolean;
  readonly seconds: number;
}

/** Adds the flags of this bench. */
export function define(command: Command): void {
  command
    .option("--engine <name>", "engine of the server", "hibari")
    .option("--quick", "fewer turns and interruptions", false)
    .option("--seconds <n>", "duration of the random clients", positive, 60)
    .action(run);
}

/**
 * Measures conversations over ElevenLabs' socket: first token to first audible sound, alone and with 20 conversations at
 * once; interruption to last frame and to the free slot; then random clients. Prints one line per figure; the exit code
 * is 1 when a goal is missed.
 */
async function run({ engine, quick, seconds }: Options): Promise<void> {
  const goals = openGoals(console.log);
  const server = await startServer({ ENGINE: engine });
  try {
    await measureTurns(server, { count: 2, sockets: 1, tokensPerS: 50 });
    for (const sockets of [1, CONVERSATIONS])
      for (const tokensPerS of TOKENS_PER_S) {
        const count = sockets > 1 ? 3 : quick ? 10 : 40;
        const turns = await measureTurns(server, { count, sockets, tokensPerS });
        judgeTurns(`${engine}, ${sockets} at once, ${tokensPerS} tokens/s`, turns, {
          goals,
          tokensPerS,
        });
      }
    await measureStops(server, { engine, count: quick ? 20 : 100 }, goals);
    await storm(server, { seconds }, goals);
  } finally {
    await server.stop();
  }
  if (goals.missed > 0) process.exitCode = 1;
}

interface Conversation {
  /** Number of turns on each socket. */
  readonly count: number;
  readonly sockets: number;
  readonly tokensPerS: number;
}

async function measureTurns(
  { url }: ServerProcess,
  { count, sockets, tokensPerS }: Conversation,
): Promise<readonly Turn[]> {
  const talk = async (socket: number): Promise<readonly Turn[]> => {
    await Bun.sleep((socket * 2000) / sockets);
    const talker = await openTalker(url);
    const turns: Turn[] = [];
    for (let at = 0; at < count; at += 1) {
      const turn = await talker.turn(replyOf(socket + at), { tokensPerS });
      turns.push(turn);
      // The caller listens to the reply, then answers.
      if (sockets > 1) await Bun.sleep(turn.audioS * 1000);
    }
    talker.close();
    return turns;
  };
  return (await Promise.all(Array.from({ length: sockets }, (_, socket) => talk(socket)))).flat();
}

function judgeTurns(
  name: string,
  turns: readonly Turn[],
  { goals, tokensPerS }: { readonly goals: Goals; readonly tokensPerS: number },
): void {
  const failed = turns.filter(({ error }) => error !== null);
  const afterToken = turns.map(({ audibleMs, firstTokenMs }) => audibleMs - firstTokenMs);
  const afterClause = turns.map(({ audibleMs, clauseMs }) => audibleMs - clauseMs);
  const figures = `${name}: first token → audible ${shown(afterToken)}, first clause → audible ${shown(afterClause)}, ${failed.length} of ${turns.length} failed`;
  goals.judge(figures, atMost(quantile(afterClause, 0.95), GOALS.clauseMs, "clause p95 ≤ 150 ms"));
  if (tokensPerS === 50)
    goals.judge(name, atMost(quantile(afterToken, 0.95), GOALS.tokenMs, "token p95 ≤ 350 ms"));
}

const shown = (ms: readonly number[]): string =>
  `p50 ${quantile(ms, 0.5).toFixed(0)} p95 ${quantile(ms, 0.95).toFixed(0)} ms`;

async function measureStops(
  { url }: ServerProcess,
  { engine, count }: { readonly engine: string; readonly count: number },
  goals: Goals,
): Promise<void> {
  const talker = await openTalker(url);
  const stops: number[] = [];
  const frees: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const turning = talker.turn(replyOf(at), { tokensPerS: 100, interrupt: true });
    const freed = slotFree(url);
    const turn = await turning;
    stops.push(Math.max(0, turn.lastFrameMs - turn.interruptedMs));
    frees.push(Math.max(0, (await freed) - turn.interruptedMs));
  }
  talker.close();
  const [stop99, free99] = [quantile(stops, 0.99), quantile(frees, 0.99)];
  const name = `${engine}, ${count} interruptions`;
  goals.judge(
    `${name}: last frame p99 ${stop99.toFixed(0)} ms`,
    atMost(stop99, GOALS.stopMs, "≤ 100 ms"),
  );
  goals.judge(
    `${name}: slot free p99 ${free99.toFixed(0)} ms`,
    atMost(free99, GOALS.freeMs, "≤ 200 ms"),
  );
}

/** Waits until a slot is taken, then until none is; returns the time. */
async function slotFree(url: string): Promise<number> {
  let wasTaken = false;
  for (;;) {
    const { inFlight } = await readReady(url);
    if (inFlight > 0) wasTaken = true;
    else if (wasTaken) return performance.now();
    await Bun.sleep(LOOK_MS);
  }
}
