import { type Config, secretValues } from "../config.ts";
import type { Log } from "./log.ts";
import type { Reporter } from "./observer.ts";
import { createRedactor } from "../../src/redact.ts";

interface Reporting {
  readonly log: Log;
  readonly now: () => number;
}

/** Opens the reporters that are configured; nothing of them is loaded otherwise. Throws an Error that names the setting. */
export async function openReporters(config: Config, { log, now }: Reporting): Promise<Reporter[]> {
  const reporters: Reporter[] = [];
  if (config.OTEL_EXPORTER_OTLP_ENDPOINT !== "") {
    const { openOtlp } = await import("./otlp.ts");
    reporters.push(openOtlp({ endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT, log, now }));
  }
  if (config.SENTRY_DSN !== "") {
    const { openSentry } = await import("./sentry.ts");
    const hide = createRedactor(secretValues(config));
    reporters.push(openSentry({ dsn: config.SENTRY_DSN, log, hide, now }));
  }
  return reporters;
}
