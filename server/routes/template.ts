/**
 * Converts the pattern of a route to the form that OpenAPI uses.
 *
 * @example
 * toTemplate("/v1/models/:model{.+}"); // "/v1/models/{model}"
 */
export function toTemplate(pattern: string): string {
  return pattern.replace(/:(\w+)(?:\{[^}]*\})?/g, "{$1}");
}
