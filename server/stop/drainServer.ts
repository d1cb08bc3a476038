import type { Services } from "../deps.ts";
import type { SocketData } from "../talk/socket.ts";
import type { WyomingServer } from "../wyoming/server.ts";

/** Interval at which the server polls the number of pending requests while it drains, milliseconds. */
const DRAIN_POLL_MS = 20;
/**
 * Polls without a pending request after which a draining server stops: at least half a second. A client may send its next
 * request on a kept connection as soon as it has an answer, and is then told to close the connection. Load balancers that
 * check every 200 ms (deploy/haproxy.cfg) see that the server is not ready. Polls are counted instead of time, because
 * requests wait unread while the process waits for a core.
 */
const DRAIN_IDLE_POLLS = 25;

/** The HTTP server while it listens. */
export type Listening = Bun.Server<SocketData>;

/** Refuses new requests, waits for requests in flight, and stops. Returns true if all completed before the deadline. */
export async function drainServer(
  { server, wyoming }: { server: Listening; wyoming: WyomingServer | null },
  { config, drain, log }: Pick<Services, "config" | "drain" | "log">,
): Promise<boolean> {
  drain.begin();
  log("info", "draining", {
    requests: server.pendingRequests,
    sockets: server.pendingWebSockets,
    wyoming: wyoming?.connections,
  });
  const isBusy = (): boolean =>
    server.pendingRequests > 0 || server.pendingWebSockets > 0 || (wyoming?.connections ?? 0) > 0;
  let isComplete = true;
  drain.deadline.addEventListener("abort", () => {
    isComplete = !isBusy();
  });
  const limit = setTimeout(() => drain.cut(), config.DRAIN_TIMEOUT_S * 1000);
  await untilIdle(isBusy, { polls: DRAIN_IDLE_POLLS, deadline: drain.deadline });
  void server.stop(); // closes idle connections, and the others after their answer
  await untilIdle(isBusy, { polls: 1, deadline: drain.deadline });
  clearTimeout(limit);
  await Promise.all([server.stop(true), wyoming?.close()]);
  return isComplete;
}

/** Waits until nothing is pending at `polls` polls in a row, at most until the deadline. */
async function untilIdle(
  isBusy: () => boolean,
  { polls, deadline }: { readonly polls: number; readonly deadline: AbortSignal },
): Promise<void> {
  for (let idle = 0; idle < polls && !deadline.aborted; idle = isBusy() ? 0 : idle + 1)
    await Bun.sleep(DRAIN_POLL_MS);
}
