"""A reply that LiveKit's plugins speak, fed token by token as a model writes it."""

import asyncio
import re
import time

from livekit.agents.types import USERDATA_TIMED_TRANSCRIPT

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


async def speak(stream, stop_after_s=None):
    """Speaks the reply on a stream. Returns the audio's seconds, the words with their times, and the time to the first frame."""
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
