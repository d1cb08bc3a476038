import { Counter, Gauge, type Registry } from "prom-client";

/**
 * Registers memory, CPU time and start time of the process under the standard Prometheus names. prom-client's own
 * collectors use Node APIs that Bun lacks.
 */
export function addProcessMetrics(registers: Registry[]): void {
  const memory = new Gauge({
    name: "process_resident_memory_bytes",
    help: "Resident memory",
    registers,
    collect(): void {
      memory.set(process.memoryUsage.rss());
    },
  });
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
