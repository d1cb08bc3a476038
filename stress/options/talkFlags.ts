import type { Command } from "commander";
import { WIRE_IDS } from "../reply/settings.ts";
import { addRunFlags, host, repeatable, warmup } from "./flags.ts";

/** Adds the command of conversations. */
export function talkCommand(program: Command): Command {
  const command = program
    .command("talk")
    .description(
      "conversations: replies that arrive token by token, from first token to first sound",
    )
    .addOption(host().default("http://localhost:9091"))
    .option("--wire, --client <protocol>", WIRE_IDS.join(", "), "elevenlabs")
    .option(
      "--conversations, --concurrency <n>",
      "conversations at once; a list such as 1,4,16",
      "1",
    )
    .option("--turns <n>", "replies of a conversation", "5")
    .option("--duration <time>", "time in which new conversations begin when others end")
    .option("--tokens-per-s <rate>", "tokens of a reply per second", "50")
    .option(
      "--lm-recording <path>",
      "gaps between the tokens of a recorded model, or its replies with the times of their tokens",
    )
    .option(
      "--interrupt <fraction>",
      "fraction of replies that the caller interrupts: 0.2, 20%",
      "0",
    )
    .option(
      "--interrupt-after <time>",
      "mean of what is heard before an interruption; each is 0.5 to 1.5 times as long",
      "500ms",
    )
    .option("--pause <time>", "time from the end of a reply to the next one", "500ms")
    .option("--no-listen", "the next reply does not wait until the caller has heard the last one")
    .option("--ramp <time>", "time over which the conversations of a level begin", "2s")
    .option("--timestamps", "ask for word times (deepgram, vllm-omni), to check them", false)
    .addOption(warmup().default("0"));
  return addRunFlags(addReplyFlags(command)).addHelpText("after", EXAMPLES);
}

/** Adds the flags that describe how a reply is requested. */
function addReplyFlags(command: Command): Command {
  return command
    .option("--path <path>", "path of the endpoint, instead of that of the protocol")
    .option("--model-id <id>", "model of the request (default with http: tts-1)")
    .addOption(repeatable("--voice, --voice-ids <id>", "voice", "alloy"))
    .option(
      "--response-format <format>",
      "pcm, pcm_16000, ulaw, mp3_44100_128, …: what the protocol has; only uncompressed sound is listened to",
      "pcm",
    )
    .option("--text-samples-file <path>", "file of replies to draw from")
    .option(
      "--sample-format <format>",
      "format of the file of replies: simple-json, axolotl-input-output, id-prompt-json",
      "simple-json",
    )
    .addOption(repeatable("--header <k=v>", "extra HTTP header", "none"))
    .option("--ca-file <path>", "additional PEM certificates to trust (https)")
    .option("--insecure", "trust any certificate (https)", false)
    .addOption(
      repeatable(
        "--body <k=v>",
        "extra JSON field of the first message or request; with deepgram a parameter of the query",
        "none",
      ),
    );
}

const EXAMPLES = `
Examples:
  bun run stress talk            5 replies over ElevenLabs' socket of port 9091
  bun run stress talk --wire deepgram --conversations 1,4,16 --turns 10 \\
    --slo 'first_token_to_sound_p95<350ms'
  bun run stress talk --wire http      the same replies sentence by sentence
  bun run stress talk --interrupt 30% \\
    --slo 'sound_after_cancel_p99<100ms,alignment_error_rate<1%'
  bun run stress talk --lm-recording gaps.json --conversations 8 --duration 5m

Protocols:
  elevenlabs         /v1/text-to-speech/{voice}/multi-stream-input,
                     a context for each reply
  elevenlabs-single  /v1/text-to-speech/{voice}/stream-input,
                     a socket for each reply
  deepgram           /v1/speak
  vllm-omni          /v1/audio/speech/stream
  http               /v1/audio/speech, a request for each sentence when the one
                     before it has ended

Gates of conversations, besides those of a burst:
  first_token_to_byte, first_token_to_sound, sound_after_cancel,
  cancel_acknowledged, slot_freed, token_lag, each with _mean, _p50, _p90, _p95,
  _p99 or _max; alignment_error_rate

A recording is JSON or .jsonl: [21, 19, 40], the gaps in ms; rows
{"gaps_ms": […]}; or rows {"tokens": [{"text": "Sure", "ms": 0},
{"text": ",", "ms": 21}]}, which are spoken instead of other replies.

Exit codes, the first that applies:
  1    a usage error, or a level without a success
  3    tokens were not sent as planned
  2    a gate of --slo failed
  1    failed replies without --slo
  0    otherwise; 130 after Ctrl-C

STRESS_API_KEY is the API key of the server.`;
