"""Speaks turns with LiveKit's Baseten plugin (vllm-omni's socket) on one socket of the server at argv[1]."""

import asyncio
import re
import sys
import time
from importlib.metadata import version

import aiohttp
from livekit.agents import APIStatusError
from livekit.agents.types import APIConnectOptions, USERDATA_TIMED_TRANSCRIPT
from livekit.plugins import baseten

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


async def speak(tts, stop_after_s=None, retries=3):
    """Returns the audio's seconds, the words with their times, and the time to the first frame."""
    stream = tts.stream(conn_options=APIConnectOptions(max_retry=retries))
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


async def main():
    url = sys.argv[1].replace("http", "ws") + "/v1/audio/speech/stream"
    options = {"model": "qwen3-tts", "model_endpoint": url, "api_key": "any"}
    async with aiohttp.ClientSession() as session:
        tts = baseten.TTS(**options, voice="slt", word_timestamps=True, http_session=session)
        seconds, words, first = await speak(tts)
        assert "".join(words).split() == REPLY.split(), f"the words are {words}"
        times = [(word.start_time, word.end_time) for word in words]
        assert times == sorted(times), f"times fall: {times}"
        assert abs(times[-1][1] - seconds) < 0.3, f"the last word ends at {times[-1][1]}, the audio at {seconds}"
        await speak(tts, stop_after_s=0.5)
        for _ in range(2):
            again, _, _ = await speak(tts)
            assert abs(again - seconds) < 0.3, f"after an interruption {again} s instead of {seconds}"
        await tts.aclose()
        tts = baseten.TTS(**options, voice="nobody", http_session=session)
        try:
            await speak(tts, retries=0)
            raise AssertionError("an unknown voice succeeded")
        except APIStatusError as error:
            assert "slt" in error.message, error
        await tts.aclose()
    figures = f"{seconds:.2f} s, {len(words)} words, first audio after {first * 1000:.0f} ms"
    print(f"livekit-plugins-baseten {version('livekit-plugins-baseten')}: {figures}")


asyncio.run(main())
