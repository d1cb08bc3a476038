import type { Context } from "hono";
import type { Env } from "../env.ts";
import { HttpError } from "../errors.ts";
import { type KnownRoute, nearestRoute } from "./nearest.ts";

/** Longest path that an error repeats, characters. */
const MAX_SHOWN = 200;

/** Creates the error for a path without a route. It names the route that the client probably meant. */
export function unknownPath({ req }: Context<Env>, routes: readonly KnownRoute[]): HttpError {
  const method = req.method === "HEAD" ? "GET" : req.method;
  const nearest = nearestRoute({ method, path: req.path }, routes);
  const advice =
    nearest === null
      ? "speech is at POST /v1/audio/speech, and GET /docs lists all routes"
      : `did you mean ${nearest.method} ${nearest.path}? GET /docs lists all routes`;
  const shown = req.path.length > MAX_SHOWN ? `${req.path.slice(0, MAX_SHOWN)}…` : req.path;
  return new HttpError("not_found", `no route for ${method} ${shown}; ${advice}`);
}
