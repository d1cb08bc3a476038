"""Speaks turns with LiveKit's Baseten plugin (vllm-omni's socket) on one socket of the server at argv[1]."""

import asyncio
import sys
from importlib.metadata import version

import aiohttp
from livekit.agents import APIStatusError
from livekit.agents.types import APIConnectOptions
from livekit.plugins import baseten
from livekit_turns import REPLY, speak


async def main():
    url = sys.argv[1].replace("http", "ws") + "/v1/audio/speech/stream"
    options = {"model": "qwen3-tts", "model_endpoint": url, "api_key": "any"}
    async with aiohttp.ClientSession() as session:
        tts = baseten.TTS(**options, voice="slt", word_timestamps=True, http_session=session)
        seconds, words, first = await speak(tts.stream())
        assert "".join(words).split() == REPLY.split(), f"the words are {words}"
        times = [(word.start_time, word.end_time) for word in words]
        assert times == sorted(times), f"times fall: {times}"
        assert abs(times[-1][1] - seconds) < 0.3, f"the last word ends at {times[-1][1]}, the audio at {seconds}"
        await speak(tts.stream(), stop_after_s=0.5)
        for _ in range(2):
            again, _, _ = await speak(tts.stream())
            assert abs(again - seconds) < 0.3, f"after an interruption {again} s instead of {seconds}"
        await tts.aclose()
        tts = baseten.TTS(**options, voice="nobody", http_session=session)
        try:
            await speak(tts.stream(conn_options=APIConnectOptions(max_retry=0)))
            raise AssertionError("an unknown voice succeeded")
        except APIStatusError as error:
            assert "slt" in error.message, error
        await tts.aclose()
    figures = f"{seconds:.2f} s, {len(words)} words, first audio after {first * 1000:.0f} ms"
    print(f"livekit-plugins-baseten {version('livekit-plugins-baseten')}: {figures}")


asyncio.run(main())
