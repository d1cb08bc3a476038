import { type Command, Option } from "commander";
import { CLIENT_IDS } from "../clients/openClient.ts";

export function burstCommand(program: Command): Command {
  const command = program
    .command("burst", { isDefault: true })
    .description("a closed burst, or a closed loop (the default command)")
    .allowExcessArguments() // a mistyped command is parsed as an argument of burst
    .addOption(host().default("http://localhost:9091"))
    .addOption(
      new Option("--concurrency <n>", "requests in flight; a list such as 1,4,16 for a closed loop")
        .env("CONCURRENCY")
        .default("50"),
    )
    .option("--requests <n>", "closed loop: requests per level")
    .option("--duration <time>", "closed loop: time in which each level sends")
    .addOption(warmup().env("WARMUP_COUNT").default("3"))
    .option("--max-tokens <n>", "max_tokens field of the request", "3072");
  return addCommon(command);
}

export function sweepCommand(program: Command): Command {
  const command = program
    .command("sweep")
    .description("open loop: requests at planned instants, at rising rates")
    .addOption(host())
    .option("--min-qps <rate>", "first rate, requests per second", "1.0")
    .option("--max-qps <rate>", "last rate", "10.0")
    .option("--qps-step <rate>", "step between rates", "1.0")
    .option("--number-of-samples <n>", "requests per rate", "100")
    .addOption(burstiness())
    .addOption(maxInFlight())
    .option(
      "--stop-when-saturated",
      "end after the first rate that the server cannot sustain",
      false,
    )
    .option("--mode <mode>", "tts or embedding", "tts")
    .option("--sample", "send one request and print its answer", false)
    .option("--plot-only", "redraw the plots of --benchmark-name from its result.json", false)
    .option("--analyze-prompts", "print the number and the lengths of the texts", false)
    .option("--verbose", "print one line per request", false)
    .addOption(warmup().default("0"))
    .option("--max-tokens <n>", "max_tokens field of the request", "400");
  return addCommon(command);
}

export function searchCommand(program: Command): Command {
  const command = program
    .command("search")
    .description("find the highest rate at which the gates of --slo hold, by bisection")
    .addOption(host())
    .option("--min-qps <rate>", "first and lowest rate; doubled while the gates hold", "1.0")
    .option("--max-qps <rate>", "highest rate", "100")
    .option(
      "--target <fraction>",
      "fraction of requests that must meet all gates; same as goodput>=99% in --slo",
      "0.95",
    )
    .option("--number-of-samples <n>", "requests per repeat", "100")
    .option("--repeats <n>", "repeats of each rate, pooled; at least 3", "3")
    .option(
      "--resolution <fraction>",
      "the search ends when the bracket is this narrow, relative to its lower end",
      "0.05",
    )
    .option("--max-probes <n>", "maximum number of rates", "16")
    .option("--max-duration <time>", "maximum duration of the search", "30m")
    .addOption(burstiness())
    .addOption(maxInFlight())
    .addOption(warmup().default("0"))
    .option("--max-tokens <n>", "max_tokens field of the request", "400");
  return addCommon(command);
}

export function mergeCommand(program: Command): Command {
  return program
    .command("merge <folders...>")
    .description("merge the results of shards into one run, from their raw records")
    .option("--benchmark-name <name>", "folder of the merged results")
    .option("--output-dir <folder>", "parent of the result folders", "benchmark_result")
    .option("--json", "summary.json on stdout, everything else on stderr", false);
}

export function compareCommand(program: Command): Command {
  return program
    .command("compare <A> <B>")
    .description("compare saved run B with saved run A: better, worse, or no evidence")
    .option("--level <label>", "compare only this level")
    .option("--tolerance <fraction>", "minimum change, as a fraction of A's figure", "0")
    .option("--fail-if-worse", "exit 2 if a figure is worse, 3 if a run is invalid", false)
    .option("--resamples <n>", "bootstrap resamples", "2000")
    .option("--seed <n>", "seed of the bootstrap", "1")
    .option("--json", "print the comparison as JSON", false);
}

function addCommon(command: Command): Command {
  return addRunFlags(addRequestFlags(command)).addHelpText("after", EXAMPLES);
}

/** Adds the flags that describe a request. */
function addRequestFlags(command: Command): Command {
  return command
    .option(
      "--client <client>",
      `${CLIENT_IDS.join(", ")} (default: openai; on port 8081 inworld-public)`,
    )
    .option("--path <path>", "path of the endpoint, instead of that of the client's API")
    .option("--model-id <id>", "model of the request (default with openai: tts-1)")
    .addOption(
      repeatable("--voice, --voice-ids <id>", "voice", "alloy; with Inworld's clients Alex"),
    )
    .option("--stream", "request audio while it is generated", false)
    .option("--response-format <format>", "wav, pcm, ulaw, alaw, mp3, opus, flac or aac", "wav")
    .option("--stream-format <format>", "audio, or sse: OpenAI's speech events, streamed", "audio")
    .option("--timestamp <type>", "TIMESTAMP_TYPE_UNSPECIFIED, WORD or CHARACTER (Inworld)")
    .option("--text-samples-file <path>", "file of texts to draw from")
    .option(
      "--sample-format <format>",
      "format of the file of texts: simple-json, axolotl-input-output, id-prompt-json",
      "simple-json",
    )
    .option("--random", "add random words before each text, to bypass caches", false)
    .addOption(repeatable("--header <k=v>", "extra HTTP header", "none"))
    .option("--ca-file <path>", "additional PEM certificates to trust (https)")
    .option("--insecure", "trust any certificate (https)", false)
    .addOption(repeatable("--body <k=v>", "extra JSON field of the request", "none"));
}

/** Adds the flags that say how a run is sent, limited, judged and saved. */
export function addRunFlags(command: Command): Command {
  return command
    .option("--seed <n>", "seed of arrivals, texts and voices", "1")
    .option("--workers <n>", "sending processes; each uses one core", "1")
    .option("--shard <i/n>", "send only part i (from 0) of the n parts of the schedule")
    .option(
      "--start-at <instant>",
      "start of the first level, the same for all shards: ISO time or Unix seconds",
    )
    .option(
      "--drain <time>",
      "with --start-at: time from a level's last planned instant to the next level",
      "10s",
    )
    .option("--calibrate", "first measure the tester against a null server, 40 seconds", false)
    .option("--timeout-first-audio <time>", "timeout from the send to the first audio", "60s")
    .option("--timeout-total <time>", "timeout from the send to the last byte", "300s")
    .option("--timeout-stall <time>", "idle timeout, after the first audio", "30s")
    .option("--slo <gates>", "gates such as ttfa_p95<300ms,stall_rate<1%, comma separated")
    .option("--percentile-method <method>", "type7, nearest or scicom", "type7")
    .option("--benchmark-name <name>", "folder of the results (default: bench_ and 8 hex digits)")
    .option("--output-dir <folder>", "parent of the result folders", "benchmark_result")
    .option("--keep-audio", "keep the audio of the slowest, a median and failed requests", false)
    .option("--quiet", "hide the progress display", false)
    .option("--json", "summary.json on stdout, everything else on stderr", false);
}

export function host(): Option {
  return new Option("--host <url>", "the server, or its endpoint").env("LOCAL_TTS_API");
}

function burstiness(): Option {
  const option = new Option("--burstiness <shape>", "1 Poisson, below 1 bursty, above 1 even");
  return option.default("1.0");
}

function maxInFlight(): Option {
  return new Option(
    "--max-in-flight <n>",
    "maximum requests in flight; the response time includes the wait for a slot",
  );
}

export function warmup(): Option {
  return new Option("--warmup <n>", "warm-up requests before the first level, not counted");
}

export function repeatable(flags: string, description: string, fallback: string): Option {
  return new Option(flags, `${description}, repeatable`)
    .argParser((value: string, previous: readonly string[]) => [...previous, value])
    .default([], fallback);
}

export const EXAMPLES = `
Examples:
  bun run stress           50 concurrent requests to http://localhost:9091
  CONCURRENCY=10 WARMUP_COUNT=1 bun run stress       by environment variables
  bun run stress --host http://gpu:9091 --concurrency 1,4,16 --duration 60s
  bun run stress sweep --host http://localhost:9091 --min-qps 1 --max-qps 8 \\
    --stream --slo 'ttfa_p95<300ms'
  bun run stress search --host http://localhost:9091 --stream \\
    --slo 'ttfa_p95<300ms,stall_rate<1%'
  bun run stress talk --wire deepgram --conversations 4 \\
    --slo 'first_token_to_sound_p95<350ms'
  bun run stress compare benchmark_result/before benchmark_result/after \\
    --fail-if-worse
  bun run stress burst --help, sweep --help, talk --help: every flag

Exit codes, the first that applies:
  1    a usage error, or a level without a success
  3    invalid: requests were not sent as planned
  2    a gate of --slo failed; search: the lowest rate fails;
       compare --fail-if-worse: worse
  1    failed requests in a burst or closed loop without --slo
  0    otherwise; 130 after Ctrl-C, with the results so far written

STRESS_API_KEY is the API key of the server.`;
