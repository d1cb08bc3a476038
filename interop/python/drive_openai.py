"""Runs OpenAI's Python package against the server at argv[1]: file, stream, errors, models, twenty at once."""

import asyncio
import sys

import openai

URL = sys.argv[1] + "/v1"
client = openai.OpenAI(base_url=URL, api_key="any", max_retries=0)
speech = {"model": "tts-1", "voice": "alloy", "input": "Hello there. This is a test."}


def refused(kind, **changes):
    try:
        client.audio.speech.create(**{**speech, **changes})
    except kind as error:
        return f"{error.status_code} {type(error).__name__}"
    raise AssertionError(f"{changes} succeeded")


async def burst(count):
    many = openai.AsyncOpenAI(base_url=URL, api_key="any", max_retries=0)
    requests = [many.audio.speech.create(**speech, response_format="mp3") for _ in range(count)]
    return [answer.content for answer in await asyncio.gather(*requests)]


complete = client.audio.speech.create(**speech, response_format="pcm").content
with client.audio.speech.with_streaming_response.create(**speech, response_format="pcm") as live:
    assert b"".join(live.iter_bytes(1024)) == complete, "the stream differs from the file"
errors = [refused(openai.BadRequestError, voice="nobody"), refused(openai.NotFoundError, model="nothing")]
assert "tts-1" in [model.id for model in client.models.list()], "tts-1 is not listed"
files = asyncio.run(burst(20))
assert len(set(files)) == 1, "twenty answers to one text differ"
print(f"openai {openai.__version__}: {len(complete)} bytes complete and streamed, {', '.join(errors)}, {len(files)} at once")
