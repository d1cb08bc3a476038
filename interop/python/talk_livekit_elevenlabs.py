"""Speaks turns with LiveKit's ElevenLabs plugin on one socket of the server at argv[1], fed token by token."""

import asyncio
import re
import sys
import time
from importlib.metadata import version

import aiohttp
from livekit.agents import tokenize
from livekit.agents.types import USERDATA_TIMED_TRANSCRIPT
from livekit.plugins import elevenlabs

REPLY = (
    "Of course, I can look that up for you. The next train to Ipoh leaves at 9:40, and it costs RM12.50. "
    "Would you like me to book a seat?"
)
TOKENS_PER_S = 50


async def feed(stream):
    for token in re.findall(r"\s*\S+", REPLY):
        stream.push_text(token)
        await asyncio.sleep(1 / TOKENS_PER_S)
    stream.end_input()


async def speak(tts, stop_after_s=None):
    """Returns the audio's seconds, the words with their times, and the time to the first frame."""
    stream = tts.stream()
    feeding = asyncio.create_task(feed(stream))
    started, first, seconds, words = time.monotonic(), None, 0.0, []
    async for event in stream:
        first = first or time.monotonic() - started
        seconds += event.frame.duration
        words += event.frame.userdata.get(USERDATA_TIMED_TRANSCRIPT, [])
        if stop_after_s is not None and seconds > stop_after_s:
            break
    feeding.cancel()
    await stream.aclose()
    return seconds, words, first


async def check(label, **options):
    async with aiohttp.ClientSession() as session:
        tts = elevenlabs.TTS(
            base_url=sys.argv[1] + "/v1", api_key="any", voice_id="slt", http_session=session, **options
        )
        seconds, words, first = await speak(tts)
        text = "".join(words)
        assert text.split() == REPLY.split(), f"{label}: the words are {text!r}"
        times = [(word.start_time, word.end_time) for word in words]
        assert all(a[0] <= b[0] for a, b in zip(times, times[1:])), f"{label}: times fall: {times}"
        assert abs(times[-1][1] - seconds) < 0.3, f"{label}: the last word ends at {times[-1][1]}, the audio at {seconds}"
        await speak(tts, stop_after_s=0.5)
        again, _, _ = await speak(tts)
        assert abs(again - seconds) < 0.3, f"{label}: after an interruption {again} s instead of {seconds}"
        await tts.aclose()
    return f"{label} {seconds:.2f} s, first audio after {first * 1000:.0f} ms"


async def main():
    figures = [
        await check("sentences"),
        await check("words", auto_mode=False, word_tokenizer=tokenize.basic.WordTokenizer(ignore_punctuation=False)),
        await check("pcm", encoding="pcm_16000"),
    ]
    print(f"livekit-plugins-elevenlabs {version('livekit-plugins-elevenlabs')}: {'; '.join(figures)}")


asyncio.run(main())
