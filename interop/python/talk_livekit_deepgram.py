"""Speaks turns with LiveKit's Deepgram plugin on one socket of the server at argv[1], fed token by token."""

import asyncio
import re
import sys
import time
from importlib.metadata import version

import aiohttp
from livekit.plugins import deepgram

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
    """Returns the audio's seconds and the time to the first frame."""
    stream = tts.stream()
    feeding = asyncio.create_task(feed(stream))
    started, first, seconds = time.monotonic(), None, 0.0
    async for event in stream:
        first = first or time.monotonic() - started
        seconds += event.frame.duration
        if stop_after_s is not None and seconds > stop_after_s:
            break
    feeding.cancel()
    await stream.aclose()
    return seconds, first


async def check(rate):
    async with aiohttp.ClientSession() as session:
        url = sys.argv[1] + "/v1/speak"
        tts = deepgram.TTS(base_url=url, api_key="any", model="slt", sample_rate=rate, http_session=session)
        seconds, first = await speak(tts)
        await speak(tts, stop_after_s=0.5)
        for _ in range(2):
            again, _ = await speak(tts)
            assert abs(again - seconds) < 0.3, f"after an interruption {again} s instead of {seconds}"
        await tts.aclose()
    return seconds, f"{rate} Hz {seconds:.2f} s, first audio after {first * 1000:.0f} ms"


async def main():
    turns = [await check(rate) for rate in (8000, 24000, 48000)]
    lengths = [seconds for seconds, _ in turns]
    assert max(lengths) - min(lengths) < 0.1, f"the rates have different lengths: {lengths}"
    print(f"livekit-plugins-deepgram {version('livekit-plugins-deepgram')}: {'; '.join(text for _, text in turns)}")


asyncio.run(main())
