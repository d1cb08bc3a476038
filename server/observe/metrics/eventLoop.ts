import { Histogram, type Registry } from "prom-client";

/** How often the event loop is asked, milliseconds: often enough for a second of trouble to be seen. */
const INTERVAL_MS = 100;
/** Seconds. A step of the loop should take less than 5 ms. */
const BUCKETS_S = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

/** Starts to measure the event loop until the returned function is called. `now`: a monotonic clock, milliseconds. */
export type WatchEventLoop = (now: () => number) => () => void;

/** Registers the delay of the event loop: by how much a timer comes too late, as any new request would. */
export function addEventLoopMetrics(registers: Registry[]): WatchEventLoop {
  const delay = new Histogram({
    name: "utter_event_loop_delay_seconds",
    help: "Time by which the event loop was late when it was asked, ten times a second",
    buckets: BUCKETS_S,
    registers,
  });
  return (now) => {
    let lastMs = now();
    const timer = setInterval(() => {
      const nowMs = now();
      delay.observe(Math.max(0, nowMs - lastMs - INTERVAL_MS) / 1000);
      lastMs = nowMs;
    }, INTERVAL_MS);
    timer.unref();
    return () => clearInterval(timer);
  };
}
