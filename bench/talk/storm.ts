import { random as createRandom } from "../../fixtures/random.ts";
import { atMost, type Goals } from "../goals.ts";
import { heldSlots } from "../ready.ts";
import { residentMiB, type ServerProcess } from "../serverProcess.ts";
import { replyOf } from "./replies.ts";
import { openSocket, openTalker } from "./talker.ts";

const SOCKETS = 200;
const MAX_CONTEXTS = 8;
/** Sockets of well-behaved clients, whose turns must not suffer. */
const QUIET = 3;
/** Time after the last client within which all slots must be free, milliseconds. */
const SETTLE_MS = 5000;
/** Bound on resident memory under 200 wild sockets, MiB. */
const MOST_MIB = 1024;
const GARBAGE = ["{", "[]", "7", '{"text":5,"context_id":"a"}', '{"context_id":{}}', "\u0000"];

/**
 * Runs 200 sockets with 1 to 8 contexts each, which close, drop, send garbage or stop reading at random, beside a few
 * quiet conversations. Checks that nothing leaks and that the quiet ones get all of their audio.
 */
export async function storm(
  { url, pid }: ServerProcess,
  { seconds }: { readonly seconds: number },
  goals: Goals,
): Promise<void> {
  const endMs = performance.now() + seconds * 1000;
  const seen = { sockets: 0, contexts: 0, finals: 0, errors: 0 };
  const quiet = { turns: 0, wrong: 0 };
  const before = await residentMiB(pid);
  const memory: number[] = [];
  const isOver = (): boolean => performance.now() > endMs;
  const wild = Array.from({ length: SOCKETS }, async (_, seed) => {
    const below = createRandom(seed + 1);
    while (!isOver()) await wildSocket(url, below, seen);
  });
  const calm = Array.from({ length: QUIET }, async (_, at) => {
    const talker = await openTalker(url);
    const lengths = new Map<string, number>();
    for (let turn = 0; !isOver(); turn += 1) {
      const reply = replyOf(at + (turn % 2));
      const { audioS, error } = await talker.turn(reply, { tokensPerS: 50 });
      const wanted = lengths.get(reply.text) ?? audioS;
      if (error === null) lengths.set(reply.text, wanted);
      quiet.turns += 1;
      // A full server may refuse a turn; what it speaks has to be complete.
      if (error !== "rate_limited" && (error !== null || Math.abs(audioS - wanted) > 0.5))
        quiet.wrong += 1;
    }
    talker.close();
  });
  const looks = (async () => {
    while (!isOver()) {
      memory.push(await residentMiB(pid));
      await Bun.sleep(1000);
    }
  })();
  await Promise.all([...wild, ...calm, looks]);
  const left = await heldSlots(url, SETTLE_MS);
  await Bun.sleep(SETTLE_MS); // the garbage of the storm is collected
  const { sockets, contexts, finals, errors } = seen;
  const growth = (await residentMiB(pid)) - before;
  console.log(
    `storm: ${sockets} sockets, ${contexts} contexts, ${finals} finals, ${errors} errors in ${seconds} s; ${quiet.turns} quiet turns`,
  );
  goals.judge(`storm: ${left} slots not free`, atMost(left, 0, "none"));
  goals.judge(`storm: ${quiet.wrong} quiet turns incomplete`, atMost(quiet.wrong, 0, "none"));
  const most = Math.max(...memory);
  // How much of it is garbage depends on the collector: after five storms in a row the server had 76 MiB more than after one.
  goals.judge(
    `storm: resident at most ${most.toFixed(0)} MiB, afterwards ${growth.toFixed(0)} MiB more than before`,
    atMost(most, MOST_MIB, `at most ${MOST_MIB} MiB`),
  );
}

type Seen = Record<"sockets" | "contexts" | "finals" | "errors", number>;

/** Opens a socket, behaves wildly on it and leaves it in one of several ways. */
async function wildSocket(url: string, below: (n: number) => number, seen: Seen): Promise<void> {
  const query = `output_format=${["pcm_16000", "mp3_22050_32", "ulaw_8000"][below(3)]}&inactivity_timeout=1`;
  const socket = openSocket(url, query);
  const closed = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  socket.addEventListener("open", () => opened.resolve());
  socket.addEventListener("close", () => {
    closed.resolve();
    opened.resolve();
  });
  socket.addEventListener("error", () => {});
  socket.addEventListener("message", ({ data }) => {
    const text = data as string;
    if (text.includes('"isFinal":true')) seen.finals += 1;
    else if (text.includes('"error"')) seen.errors += 1;
  });
  await opened.promise;
  seen.sockets += 1;
  const contexts = 1 + below(MAX_CONTEXTS);
  seen.contexts += contexts;
  const tokens = replyOf(below(6)).tokens;
  const send = (message: object | string): void => {
    if (socket.readyState === WebSocket.OPEN)
      socket.send(typeof message === "string" ? message : JSON.stringify(message));
  };
  for (let step = 0; step < 20 + below(40); step += 1) {
    const context_id = `c${below(contexts)}`;
    const choice = below(40);
    if (choice === 0) send(GARBAGE[below(GARBAGE.length)]!);
    else if (choice === 1) send({ context_id, close_context: true });
    else if (choice === 2) send({ context_id, close_context: true, playback_ms: below(900) });
    else if (choice < 6) send({ context_id, flush: true });
    else send({ context_id, text: tokens[step % tokens.length] });
    if (below(4) === 0) await Bun.sleep(below(60));
  }
  const ending = below(4);
  if (ending === 0) socket.terminate();
  else if (ending === 1) socket.close();
  else if (ending === 2) send({ close_socket: true });
  else await Bun.sleep(below(1500)); // the idle timeout of the contexts
  if (ending === 3) socket.close();
  await Promise.race([closed.promise, Bun.sleep(5000)]);
  socket.terminate();
}
