import { ApiError, call, toApiError } from "../parts/api.ts";
import { keyUses } from "../parts/key.ts";
import { eventsOf } from "../parts/eventStream.ts";
import { createStore, type Store } from "../parts/store.ts";
import { type LoadHistory, withSample } from "../../observe/live/history.ts";
import type { LoadSample } from "../../observe/live/sample.ts";

/** Time before the page connects again, milliseconds. */
const RETRY_MS = 2000;

export interface Feed extends LoadHistory {
  /** Why no samples come; null while they come. */
  readonly error: ApiError | null;
}

/** Follows the load of the server, and connects again when the connection is lost. */
export function openFeed(): Store<Feed> {
  const feed = createStore<Feed>({ minute: [], hour: [], error: null });
  let abort = new AbortController();
  const run = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      const error = await follow(feed, signal);
      if (signal.aborted) return;
      feed.set({ ...feed.get(), error });
      // A new key begins a new run.
      if (error.code === "invalid_api_key") return;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  };
  void run(abort.signal);
  keyUses.subscribe(() => {
    abort.abort();
    abort = new AbortController();
    void run(abort.signal);
  });
  return feed;
}

/** Follows one connection until it ends; returns why. */
async function follow(feed: Store<Feed>, signal: AbortSignal): Promise<ApiError> {
  let received = 0;
  try {
    const response = await call("live/events", signal);
    for await (const { event, data } of eventsOf(response.body!)) {
      if (event === "history") feed.set({ ...(JSON.parse(data) as LoadHistory), error: null });
      if (event !== "sample") continue;
      received += 1;
      feed.set({
        ...withSample(feed.get(), JSON.parse(data) as LoadSample, received),
        error: null,
      });
    }
    return new ApiError({ code: "unreachable", message: "the connection ended" });
  } catch (error) {
    return toApiError(error, "unreachable");
  }
}
