"""The demo: invented companies with invented customers, the same ones every time.

Everything is made over the counter, as a client would make it.
"""
