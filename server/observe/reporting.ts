import { type Config, secretValues } from "../config.ts";
import type { Log } from "./log.ts";
import type { Reporter } from "./observer.ts";
import { createRedactor } from "../../src/redact.ts";

interface ReporterServices {
  readonly log: Log;
  readonly now: () => number;
}

/**
 * Opens the configured reporters. Modules of other reporters are not loaded. Throws an Error that names the setting if
 * a setting is invalid.
 *
 * @example
 * const reporters = await openReporters(config, { log, now: () => performance.now() });
 */
export async function openReporters(
  config: Config,
  { log, now }: ReporterServices,
): Promise<Reporter[]> {
  const reporters: Reporter[] = [];
  if (config.OTEL_EXPORTER_OTLP_ENDPOINT !== "") {
    const { openOtlp } = await import("./otlp.ts");
    reporters.push(openOtlp({ endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT, log, now }));
  }
  if (config.SENTRY_DSN !== "") {
    const { openSentry } = await import("./sentry.ts");
    const redact = createRedactor(secretValues(config));
    reporters.push(openSentry({ dsn: config.SENTRY_DSN, log, redact, now }));
  }
  return reporters;
}
