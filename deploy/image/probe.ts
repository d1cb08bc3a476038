/**
 * The health check of the images, which have no curl: exits with 0 if the server in this container answers /health, with 1
 * if not.
 */
import { env, exit } from "node:process";

const url = `http://127.0.0.1:${env["PORT"] || "9091"}/health`;
const response = await fetch(url).catch(() => null);
exit(response?.ok === true ? 0 : 1);
