import { Gauge, type Registry } from "prom-client";

interface GaugeText {
  readonly name: string;
  readonly help: string;
}

/** Registers a gauge without labels. `read` is called at each scrape. */
export function addGauge(registers: Registry[], text: GaugeText, read: () => number): void {
  const gauge = new Gauge({
    ...text,
    registers,
    collect(): void {
      gauge.set(read());
    },
  });
}
