/** The decoder's Worker with a counter of its allocations. */
import { CHANNEL } from "./channel.ts";
import { startCounter } from "./counter.ts";
import "../../../src/codec/decode/worker.ts";

const counter = startCounter();
const channel = new BroadcastChannel(CHANNEL);
channel.addEventListener("message", () => channel.postMessage(counter.count));
