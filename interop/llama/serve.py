"""Serves a GGUF file with llama.cpp's HTTP server, as packed in xllamacpp (PyPI), with the flags of llama-server."""

import argparse
import signal

import xllamacpp

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("file")
parser.add_argument("--port", type=int, required=True)
parser.add_argument("--parallel", type=int, default=4, help="slots")
parser.add_argument("--ctx-size", type=int, default=16384, help="context of all slots together, tokens")
parser.add_argument("--api-key")
parser.add_argument("--slots", action="store_true", help="answer /slots")
given = parser.parse_args()

params = xllamacpp.CommonParams()
params.model.path = given.file
params.port = given.port
params.n_parallel = given.parallel
params.n_ctx = given.ctx_size
params.cpuparams.n_threads = 1
params.endpoint_slots = given.slots
# Random weights make no token likely: llama.cpp's own defaults (40 tokens, each at least 5 % of the likeliest) would
# leave the end token alone.
params.sampling.top_k = 0
params.sampling.min_p = 0
if given.api_key:
    params.api_keys = [given.api_key]
server = xllamacpp.Server(params)
signal.pause()
