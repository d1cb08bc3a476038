import { totalmem } from "node:os";
import { Counter, Gauge, type Registry } from "prom-client";
import { addGauge } from "./gauge.ts";

/**
 * Registers memory, CPU time and start time of the process under the standard Prometheus names, and the memory that it may
 * use. prom-client's own collectors use Node APIs that Bun lacks.
 */
export function addProcessMetrics(registers: Registry[]): void {
  addGauge(registers, { name: "process_resident_memory_bytes", help: "Resident memory" }, () =>
    process.memoryUsage.rss(),
  );
  const limit = {
    name: "utter_memory_limit_bytes",
    help: "Memory limit of the container, or the memory of the machine",
  };
  addGauge(registers, limit, () => Math.min(process.constrainedMemory() || Infinity, totalmem()));
  const started = new Gauge({
    name: "process_start_time_seconds",
    help: "Start time of the process, seconds since 1970",
    registers,
  });
  started.set(performance.timeOrigin / 1000);
  const cpu = new Counter({
    name: "process_cpu_seconds_total",
    help: "CPU time of all threads, user and system",
    registers,
    collect(): void {
      const { user, system } = process.cpuUsage();
      cpu.reset();
      cpu.inc((user + system) / 1e6);
    },
  });
}
