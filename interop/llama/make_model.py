"""Writes a tiny random speech LM as a GGUF file with the tokens and the prompt of NeuTTS."""

import argparse
import math

import gguf
import numpy as np

# A part of NeuCodec's 65,536 codes: sampling from a large vocabulary is slow without a GPU.
CODES = 4096
HIDDEN = 64
HEADS = 2
FEED_FORWARD = 128
CONTEXT = 8192
LOGIT_SPREAD = 0.25
FRAME = ["<|TEXT_PROMPT_START|>", "<|TEXT_PROMPT_END|>", "<|SPEECH_GENERATION_START|>"]
END_TOKEN = "<|SPEECH_GENERATION_END|>"
# Temperature of the requests, which MEAN_TOKENS is meant for.
TEMPERATURE = 0.7
# Lane 0 of every embedding has this value and no layer writes to it, so that column 0 of the output matrix is a constant
# added to the logit of each token.
LANE = 30.0
LANE_AFTER_NORM = math.sqrt(HIDDEN) * LANE / math.sqrt(LANE**2 + HIDDEN)


def byte_letters():
    """Returns the 256 printable letters by which GPT-2's tokenizer spells bytes."""
    plain = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = 256 - len(plain)
    return [chr(byte) for byte in plain] + [chr(256 + index) for index in range(others)]


def write_head(writer, tokens):
    writer.add_name("tiny-speech-lm")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(HIDDEN)
    writer.add_block_count(1)
    writer.add_feed_forward_length(FEED_FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(1)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(10_000.0)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    # USER_DEFINED: the server sends speech tokens as text. It does so with the end token, which is not its EOS token.
    kinds = [gguf.TokenType.NORMAL] * 256 + [gguf.TokenType.CONTROL]
    writer.add_token_types(kinds + [gguf.TokenType.USER_DEFINED] * (len(tokens) - len(kinds)))
    writer.add_token_merges(["a b"])
    writer.add_eos_token_id(256)
    writer.add_add_bos_token(False)


def write_weights(writer, tokens, mean_tokens):
    random = np.random.default_rng(0)

    def matrix(rows, columns, spread=0.1):
        return random.normal(0, spread, (rows, columns)).astype(np.float16)

    embedding = matrix(len(tokens), HIDDEN, 1.0)
    embedding[:, 0] = LANE
    first = len(tokens) - CODES
    output = np.zeros((len(tokens), HIDDEN), np.float16)
    output[first:] = matrix(CODES, HIDDEN, LOGIT_SPREAD)
    output[first:, 0] = 0
    output[:first, 0] = -200 / LANE_AFTER_NORM
    if mean_tokens > 0:
        variance = LOGIT_SPREAD**2 * (HIDDEN - LANE_AFTER_NORM**2)
        logit = TEMPERATURE * math.log(CODES / mean_tokens) + variance / (2 * TEMPERATURE)
        output[first - 1, 0] = logit / LANE_AFTER_NORM
    head = HIDDEN // HEADS
    attention, down = matrix(HIDDEN, HIDDEN), matrix(HIDDEN, FEED_FORWARD)
    attention[0] = down[0] = 0
    ones = np.ones(HIDDEN, np.float32)
    layer = {
        "attn_norm": ones,
        "attn_q": matrix(HIDDEN, HIDDEN),
        "attn_k": matrix(head, HIDDEN),
        "attn_v": matrix(head, HIDDEN),
        "attn_output": attention,
        "ffn_norm": ones,
        "ffn_gate": matrix(FEED_FORWARD, HIDDEN),
        "ffn_up": matrix(FEED_FORWARD, HIDDEN),
        "ffn_down": down,
    }
    writer.add_tensor("token_embd.weight", embedding)
    writer.add_tensor("output_norm.weight", ones)
    writer.add_tensor("output.weight", output)
    for part, tensor in layer.items():
        writer.add_tensor(f"blk.0.{part}.weight", tensor)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument(
        "--mean-tokens", type=float, default=150, help="mean length of the speech; 0: it never ends"
    )
    given = parser.parse_args()
    codes = [f"<|speech_{code}|>" for code in range(CODES)]
    tokens = [*byte_letters(), "<|endoftext|>", *FRAME, END_TOKEN, *codes]
    writer = gguf.GGUFWriter(given.file, "llama")
    write_head(writer, tokens)
    write_weights(writer, tokens, given.mean_tokens)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


main()
